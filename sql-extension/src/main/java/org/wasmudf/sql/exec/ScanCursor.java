package org.wasmudf.sql.exec;

import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// Goes through a table's batches.
public final class ScanCursor implements BatchCursor {
  private final ColumnStore columns;
  private final Runnable beforeBatch;
  private int next;

  /// @param columns the table
  /// @param beforeBatch run before each batch; may throw to stop
  public ScanCursor(ColumnStore columns, Runnable beforeBatch) {
    this.columns = columns;
    this.beforeBatch = beforeBatch;
  }

  @Override
  public @Nullable Batch next() {
    beforeBatch.run();
    return next == columns.batches() ? null : new StoredBatch(columns, next++);
  }

  private record StoredBatch(ColumnStore columns, int index) implements Batch {
    @Override
    public int rows() {
      return columns.rows(index);
    }

    @Override
    public FieldVector column(int column) {
      return columns.column(index, column);
    }
  }

  @Override
  public void close() {}
}
