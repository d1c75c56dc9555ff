package org.wasmudf.sql.exec;

import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.linq4j.Enumerator;
import org.jspecify.annotations.Nullable;

/// Makes batches of rows that are arrays of Java objects, in the forms that [CellWriter] takes.
public final class RowsCursor implements BatchCursor {
  private final Supplier<? extends Enumerator<?>> rows;
  private final List<Field> fields;
  private final BufferAllocator allocator;
  private final Runnable beforeBatch;
  private @Nullable Enumerator<?> reading;
  private @Nullable Vectors last;

  /// @param rows asked for the rows when the first batch is wanted; they are closed with this
  ///   cursor
  /// @param fields the columns they have
  /// @param allocator where batches are allocated
  /// @param beforeBatch run before each batch; may throw to stop
  public RowsCursor(
      Supplier<? extends Enumerator<?>> rows,
      List<Field> fields,
      BufferAllocator allocator,
      Runnable beforeBatch) {
    this.rows = rows;
    this.fields = fields;
    this.allocator = allocator;
    this.beforeBatch = beforeBatch;
  }

  @Override
  public @Nullable Batch next() {
    release();
    beforeBatch.run();
    if (reading == null) {
      reading = rows.get();
    }
    Enumerator<?> enumerator = reading;
    if (!enumerator.moveNext()) {
      return null;
    }
    Vectors vectors = Vectors.allocate(fields, Batch.MAX_ROWS, allocator);
    last = vectors;
    List<CellWriter> writers = vectors.list().stream().map(CellWriter::of).toList();
    int count = 0;
    do {
      write((@Nullable Object[]) enumerator.current(), writers, count++);
    } while (count < Batch.MAX_ROWS && enumerator.moveNext());
    return vectors.batch(count);
  }

  private static void write(@Nullable Object[] row, List<CellWriter> writers, int place) {
    for (int i = 0; i < writers.size(); i++) {
      writers.get(i).write(place, row[i]);
    }
  }

  private void release() {
    if (last != null) {
      last.close();
      last = null;
    }
  }

  @Override
  public void close() {
    release();
    if (reading != null) {
      reading.close();
      reading = null;
    }
  }
}
