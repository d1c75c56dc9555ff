package org.wasmudf.sql.exec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// AVG of integers or decimals: the exact sum, divided once and rounded half up to the result's
/// scale.
///
/// @param sum the sum
/// @param scale the digits after the point of the values that are summed
record Average(ExactSum sum, int scale) implements Accumulator.OfColumn {
  @Override
  public void reserve(int lastGroup) {
    sum.reserve(lastGroup);
  }

  @Override
  public void add(FieldVector column, int rowCount, Selection selection, int @Nullable [] groups) {
    sum.add(column, rowCount, selection, groups);
  }

  @Override
  public void merge(Accumulator other, int from, int count, int[] groups) {
    sum.merge(((Average) other).sum, from, count, groups);
  }

  @Override
  public void write(int group, FieldVector target, int row) {
    long count = sum.count(group);
    if (count == 0) {
      target.setNull(row);
      return;
    }
    DecimalVector decimals = (DecimalVector) target;
    BigInteger average =
        new BigDecimal(sum.total(group), scale)
            .divide(BigDecimal.valueOf(count), decimals.getScale(), RoundingMode.HALF_UP)
            .unscaledValue();
    Decimal128.write(decimals, row, average, "AVG");
  }
}
