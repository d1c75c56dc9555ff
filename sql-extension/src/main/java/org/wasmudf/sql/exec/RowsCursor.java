package org.wasmudf.sql.exec;

import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.linq4j.Enumerator;
import org.jspecify.annotations.Nullable;

/// Makes batches of rows that are arrays of Java objects, in the forms that [CellWriter] takes.
public final class RowsCursor implements BatchCursor {
  private static final int CHECKED_ROWS = 512;

  private final Supplier<? extends Enumerator<?>> rows;
  private final List<Field> fields;
  private final BufferAllocator allocator;
  private final Runnable checkpoint;
  private @Nullable Enumerator<?> reading;
  private @Nullable Vectors last;

  /// @param rows asked for the rows when the first batch is wanted; they are closed with this
  ///   cursor
  /// @param fields the columns they have
  /// @param allocator where batches are allocated
  /// @param checkpoint run before each batch and a few times in between, for rows may be slow to
  ///   come; may throw to stop
  public RowsCursor(
      Supplier<? extends Enumerator<?>> rows,
      List<Field> fields,
      BufferAllocator allocator,
      Runnable checkpoint) {
    this.rows = rows;
    this.fields = fields;
    this.allocator = allocator;
    this.checkpoint = checkpoint;
  }

  @Override
  public @Nullable Batch next() {
    release();
    checkpoint.run();
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
      if (count % CHECKED_ROWS == CHECKED_ROWS - 1) {
        checkpoint.run();
      }
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
