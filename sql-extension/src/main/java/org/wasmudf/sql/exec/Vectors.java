package org.wasmudf.sql.exec;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/// Vectors that are made together and released together: the columns of a batch that an operator
/// writes. Confined to one thread.
public final class Vectors implements AutoCloseable {
  private final List<FieldVector> vectors = new ArrayList<>();

  /// Empty vectors of some fields, with room for `rows` values each; variable-length ones grow.
  public static Vectors allocate(List<Field> fields, int rows, BufferAllocator allocator) {
    Vectors made = new Vectors();
    try {
      for (Field each : fields) {
        FieldVector vector = each.createVector(allocator);
        made.vectors.add(vector);
        vector.setInitialCapacity(rows);
        vector.allocateNew();
      }
    } catch (RuntimeException | Error e) {
      made.close();
      throw e;
    }
    return made;
  }

  /// The vectors, in the order of the fields.
  public List<FieldVector> list() {
    return vectors;
  }

  /// A batch of the first `rows` values of these vectors, which stay theirs.
  public VectorBatch batch(int rows) {
    for (FieldVector each : vectors) {
      each.setValueCount(rows);
    }
    return new VectorBatch(rows, vectors);
  }

  @Override
  public void close() {
    vectors.forEach(FieldVector::close);
    vectors.clear();
  }
}
