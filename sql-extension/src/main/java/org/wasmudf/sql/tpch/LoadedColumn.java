package org.wasmudf.sql.tpch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.exec.Batch;

/// A column of a table in memory: each batch from when it is first asked for. Thread-safe.
final class LoadedColumn {
  private final TableData<?> table;
  private final GeneratedColumn<?> column;
  private final long rows;
  private final AtomicReferenceArray<FieldVector> batches;
  private int missing;
  private @Nullable ColumnReader reader;

  /// @param table whose column it is
  /// @param rows how many values it has
  LoadedColumn(TableData<?> table, GeneratedColumn<?> column, long rows) {
    this.table = table;
    this.column = column;
    this.rows = rows;
    this.missing = batches(rows);
    this.batches = new AtomicReferenceArray<>(missing);
  }

  /// How many batches so many rows are in.
  static int batches(long rows) {
    return Math.toIntExact(Math.ceilDiv(rows, Batch.MAX_ROWS));
  }

  /// How many of so many rows are in a batch.
  static int rows(long rows, int batch) {
    return (int) Math.min(Batch.MAX_ROWS, rows - (long) batch * Batch.MAX_ROWS);
  }

  /// The values of a batch; this object's own.
  ///
  /// @param progress told when the file is gone and has to be generated again
  /// @throws UncheckedIOException when it can't be read, naming the file and what to do
  FieldVector batch(int index, ProgressListener progress) {
    FieldVector values = batches.get(index);
    return values != null ? values : load(index, progress);
  }

  private synchronized FieldVector load(int index, ProgressListener progress) {
    FieldVector values = batches.get(index);
    if (values == null) {
      values = read(index, progress);
      batches.set(index, values);
      missing--;
      if (missing == 0) {
        closeReader();
      }
    }
    return values;
  }

  private FieldVector read(int index, ProgressListener progress) {
    boolean isOpen = reader != null;
    if (!isOpen) {
      table.manifest(progress);
    }
    Path file = table.folder().file(column.fileName());
    try {
      if (reader == null) {
        reader = new ColumnReader(file, column.field(), batches.length(), table.allocator());
      }
      return reader.read(index, rows(rows, index));
    } catch (ClosedByInterruptException e) {
      closeReader();
      throw new UncheckedIOException("interrupted while reading " + file, e);
    } catch (OutOfMemoryError | OutOfMemoryException e) {
      closeReader();
      throw new IllegalStateException(
          "no memory is left to load %s (%s): start Java with a larger -XX:MaxDirectMemorySize"
              .formatted(file, e.getMessage()),
          e);
    } catch (IOException | RuntimeException e) {
      closeReader();
      if (isOpen) {
        // Since it was opened, the file may have been deleted and generated again.
        return read(index, progress);
      }
      throw new UncheckedIOException(
          "cannot read %s (%s): delete %s, and the table is generated again"
              .formatted(file, e.getMessage(), file.getParent()),
          e instanceof IOException io ? io : new IOException(e));
    }
  }

  private void closeReader() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }
}
