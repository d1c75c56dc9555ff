package org.wasmudf.sql.exec;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// DECIMAL of up to 18 digits: unscaled values in a column of 64-bit integers.
final class Decimal64 {
  private Decimal64() {}

  /// Precision and scale of a column of 64-bit integers, if its metadata tells them.
  static Optional<SqlType.Decimal> of(Field field) {
    return field.getType() instanceof ArrowType.Int
            && SqlType.of(field) instanceof SqlType.Decimal decimal
        ? Optional.of(decimal)
        : Optional.empty();
  }

  /// The unscaled value of a number, rounded half up to the type's scale.
  ///
  /// @throws UdfException NUMERIC_OVERFLOW when it has too many digits
  static long unscaled(BigDecimal value, SqlType.Decimal type) {
    BigDecimal scaled = value.setScale(type.scale(), RoundingMode.HALF_UP);
    if (scaled.precision() > type.precision()) {
      throw UdfException.of(
          UdfErrorCode.NUMERIC_OVERFLOW, "%s does not fit %s".formatted(value, type));
    }
    return scaled.unscaledValue().longValue();
  }
}
