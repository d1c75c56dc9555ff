package org.wasmudf.sql.exec;

import org.apache.arrow.vector.FieldVector;

/// A table's values: vectors, by batch and by column. Immutable; thread-safe; vectors may be made
/// when they are first asked for, and then stay.
public interface ColumnStore {
  /// How many rows there are.
  long rows();

  /// How many batches the rows are in.
  int batches();

  /// How many rows a batch has, at most [Batch#MAX_ROWS].
  int rows(int batch);

  /// The values of a column in a batch, the store's own.
  FieldVector column(int batch, int column);
}
