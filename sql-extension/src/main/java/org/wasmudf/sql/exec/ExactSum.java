package org.wasmudf.sql.exec;

import java.math.BigInteger;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// SUM of integers or decimals, exact whatever the order: only the result can overflow, and that is
/// an error.
sealed interface ExactSum extends Accumulator.OfColumn permits LongSum, WideSum {
  /// How many values were summed.
  long count(int group);

  /// Their sum, unscaled.
  BigInteger total(int group);

  /// Whether the sum of nothing is zero, and not NULL.
  boolean zeroIfEmpty();

  @Override
  default void write(int group, FieldVector target, int row) {
    if (count(group) == 0 && !zeroIfEmpty()) {
      target.setNull(row);
      return;
    }
    BigInteger total = total(group);
    switch (target) {
      case DecimalVector decimals -> Decimal128.write(decimals, row, total, "SUM");
      case BigIntVector integers when total.bitLength() < Long.SIZE ->
          integers.setSafe(row, total.longValue());
      case BigIntVector _ ->
          throw UdfException.of(UdfErrorCode.NUMERIC_OVERFLOW, "SUM overflows BIGINT");
      default -> throw new IllegalArgumentException("not a sum's type: " + target.getField());
    }
  }
}
