package org.wasmudf.sql.exec;

import org.apache.arrow.vector.FieldVector;

/// Some rows, at most [#MAX_ROWS], column by column.
///
/// A batch and its vectors belong to the cursor that returned it and are good until that cursor is
/// asked for the next batch or closed: who wants to keep values copies them. Columns are made when
/// they are asked for, so one that nobody reads is neither loaded nor gathered. Confined to the
/// cursor's thread.
public interface Batch {
  /// The most rows that a batch has.
  int MAX_ROWS = 8192;

  /// How many rows there are; may be zero.
  int rows();

  /// A column. Its first values are the rows'; a constant may have more than there are rows. Asked
  /// again, the same vector.
  ///
  /// @param index the column's place, counted from 0
  FieldVector column(int index);
}
