package org.wasmudf.sql.exec;

import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// The state, for every group, of one column that an aggregation computes.
sealed interface Accumulator permits Accumulator.BuiltIn, GuestAggregate {
  /// Makes room for the groups 0 to `lastGroup`.
  void reserve(int lastGroup);

  /// Takes in groups of another one of the same function, whose states stay as they are.
  ///
  /// @param other of the same class and made in the same way
  /// @param from the first of its groups
  /// @param count how many
  /// @param groups the group of this one that each of them goes into, in their order
  void merge(Accumulator other, int from, int count, int[] groups);

  /// One that we compute ourselves.
  sealed interface BuiltIn extends Accumulator permits Count, Constant, OfColumn {
    /// Writes a group's result.
    ///
    /// @throws org.wasmudf.runtime.UdfException NUMERIC_OVERFLOW when it overflows its type
    void write(int group, FieldVector target, int row);
  }

  /// One that looks at values.
  sealed interface OfColumn extends BuiltIn
      permits ExactSum, Average, DoubleSum, LongExtreme, WideExtreme, BytesExtreme {
    /// Takes in rows of a batch.
    ///
    /// @param column the argument
    /// @param rowCount how many rows the column has
    /// @param selection those to take in; none of them is NULL
    /// @param groups the group of each row of the batch; null when all are in group 0
    void add(FieldVector column, int rowCount, Selection selection, int @Nullable [] groups);
  }
}
