package org.wasmudf.sql.tpch;

import org.apache.arrow.vector.FieldVector;
import org.wasmudf.sql.exec.ColumnStore;

/// A table's columns as a scan sees them. Thread-safe.
///
/// @param table the table, generated when anything is asked of this
/// @param progress told of the generation
record TableColumns(TableData<?> table, ProgressListener progress) implements ColumnStore {
  @Override
  public long rows() {
    return table.columns(progress).rows();
  }

  @Override
  public int batches() {
    return LoadedColumn.batches(rows());
  }

  @Override
  public int rows(int batch) {
    return LoadedColumn.rows(rows(), batch);
  }

  @Override
  public FieldVector column(int batch, int column) {
    return table.columns(progress).list().get(column).batch(batch, progress);
  }
}
