package org.wasmudf.sql.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rex.RexLiteral;
import org.jspecify.annotations.Nullable;

/// Constants of a plan.
final class Literals {
  private Literals() {}

  /// The value in the Java form of the enumerable convention, but exact numbers as BigDecimal and
  /// others as Double; null for NULL.
  static @Nullable Object javaValue(RexLiteral literal) {
    if (literal.isNull()) {
      return null;
    }
    return switch (literal.getType().getSqlTypeName()) {
      case BOOLEAN -> literal.getValueAs(Boolean.class);
      case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> literal.getValueAs(BigDecimal.class);
      // As a BigDecimal it would lose its last digits, the sign of -0.0, and what isn't finite.
      case REAL, FLOAT, DOUBLE -> literal.getValueAs(Double.class);
      case CHAR, VARCHAR -> literal.getValueAs(String.class);
      case BINARY, VARBINARY -> literal.getValueAs(ByteString.class);
      case DATE, TIME, INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH ->
          literal.getValueAs(Integer.class);
      case TIMESTAMP,
          INTERVAL_DAY,
          INTERVAL_DAY_HOUR,
          INTERVAL_DAY_MINUTE,
          INTERVAL_DAY_SECOND,
          INTERVAL_HOUR,
          INTERVAL_HOUR_MINUTE,
          INTERVAL_HOUR_SECOND,
          INTERVAL_MINUTE,
          INTERVAL_MINUTE_SECOND,
          INTERVAL_SECOND ->
          literal.getValueAs(Long.class);
      case ARRAY, MULTISET, ROW -> {
        List<@Nullable Object> values = new ArrayList<>();
        for (Object each : literal.getValueAs(List.class)) {
          values.add(javaValue((RexLiteral) each));
        }
        yield values;
      }
      default ->
          throw new IllegalArgumentException(
              "no constant of type " + Objects.toString(literal.getType()));
    };
  }
}
