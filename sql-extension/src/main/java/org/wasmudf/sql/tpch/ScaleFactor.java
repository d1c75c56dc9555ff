package org.wasmudf.sql.tpch;

import java.math.BigDecimal;

/// How large the tables are: at 1, `lineitem` has 6 million rows.
///
/// @param value from [#MIN] to [#MAX]
record ScaleFactor(double value) {
  /// Where there is one supplier.
  static final double MIN = 0.0001;

  /// The largest that the specification knows.
  static final double MAX = 100_000;

  ScaleFactor {
    if (!(value >= MIN && value <= MAX)) {
      throw new IllegalArgumentException(
          "a TPC-H scale factor is a number from 0.0001 to 100000, such as 0.01 or 1, and not "
              + value);
    }
  }

  /// A number of rows that is given for scale 1, rounded as the generator does it.
  long rows(int atScaleOne) {
    return (long) (atScaleOne * value);
  }

  @Override
  public String toString() {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
