package org.wasmudf.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.linq4j.Enumerator;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.exec.Batch;
import org.wasmudf.sql.exec.BatchCursor;
import org.wasmudf.sql.exec.CellReader;

/// The rows of batches, as arrays of Java objects. Owns the execution: closing it ends it. One
/// thread.
final class RowEnumerator implements Enumerator<@Nullable Object[]> {
  private final ArrowContext context;
  private final BatchCursor batches;
  private final List<CellReader> readers;
  private final int columns;
  private int rows;
  private int row = -1;
  private boolean closed;

  RowEnumerator(ArrowContext context, BatchCursor batches, int columns) {
    this.context = context;
    this.batches = batches;
    this.columns = columns;
    this.readers = new ArrayList<>(columns);
  }

  @Override
  public @Nullable Object[] current() {
    @Nullable Object[] values = new @Nullable Object[columns];
    for (int i = 0; i < columns; i++) {
      values[i] = readers.get(i).read(row);
    }
    return values;
  }

  /// Closes the execution when it fails: Calcite moves to the first row before anybody has what
  /// could be closed.
  @Override
  public boolean moveNext() {
    try {
      return moveToNext();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private boolean moveToNext() {
    row++;
    while (row >= rows) {
      readers.clear();
      Batch batch = batches.next();
      if (batch == null) {
        rows = 0;
        row = -1;
        return false;
      }
      rows = batch.rows();
      row = 0;
      for (int i = 0; i < columns && rows > 0; i++) {
        readers.add(CellReader.of(batch.column(i)));
      }
    }
    return true;
  }

  @Override
  public void reset() {
    throw new UnsupportedOperationException("the rows of a statement are read once");
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try (context) {
        batches.close();
      }
    }
  }
}
