package org.wasmudf.sql.exec;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.Types.MinorType;

/// Numbers the distinct values of one column: NULL is 0, the others count from 1 in the order in
/// which they come.
sealed interface KeyColumn permits LongKeyColumn, BytesKeyColumn {
  /// Writes the number of each row's value to `ids`.
  void idsOf(FieldVector column, int rows, int[] ids);

  /// The highest number given so far.
  int lastId();

  /// Whether there was a NULL.
  boolean sawNull();

  /// Writes the value with a number into a row of a column of the same type.
  void write(int id, FieldVector target, int row);

  /// An empty one, for columns of a type.
  static KeyColumn of(MinorType type) {
    return LongValues.fits(type) ? new LongKeyColumn() : new BytesKeyColumn();
  }
}
