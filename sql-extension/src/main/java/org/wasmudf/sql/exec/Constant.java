package org.wasmudf.sql.exec;

import org.apache.arrow.vector.FieldVector;

/// The same number for every group.
record Constant(long value) implements Accumulator.BuiltIn {
  @Override
  public void reserve(int lastGroup) {}

  @Override
  public void merge(Accumulator other, int from, int count, int[] groups) {}

  @Override
  public void write(int group, FieldVector target, int row) {
    LongValues.write(target, row, value);
  }
}
