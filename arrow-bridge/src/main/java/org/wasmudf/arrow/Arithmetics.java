package org.wasmudf.arrow;

import org.wasmudf.arrow.KernelExpr.Arithmetic.Operator;
import org.wasmudf.arrow.SqlType.Decimal;
import org.wasmudf.arrow.SqlType.Simple;

/// Which built-in operations kernels have, by type.
final class Arithmetics {
  private Arithmetics() {}

  static boolean takes(Operator operator, SqlType left, SqlType right, SqlType result) {
    if (result instanceof Decimal(int _, int scale)) {
      if (!(left instanceof Decimal a && right instanceof Decimal b)) {
        return false;
      }
      return switch (operator) {
        case ADD, SUBTRACT -> a.scale() == scale && b.scale() == scale;
        case MULTIPLY -> a.scale() + b.scale() == scale;
        case DIVIDE -> false;
      };
    }
    return (isInteger(result) || isFloat(result)) && left.equals(result) && right.equals(result);
  }

  static boolean comparable(SqlType left, SqlType right) {
    return (left.equals(right) && !(left instanceof SqlType.WideDecimal))
        || (left instanceof Decimal a && right instanceof Decimal b && a.scale() == b.scale());
  }

  static boolean casts(SqlType from, SqlType to) {
    if (to instanceof Decimal target) {
      return isInteger(from)
          || (from instanceof Decimal source && source.scale() <= target.scale());
    }
    if (isInteger(from)) {
      return isInteger(to) || isFloat(to);
    }
    return isFloat(from) && to == Simple.DOUBLE;
  }

  /// What the unscaled value of an integer or decimal is multiplied by to get that of a decimal of
  /// the same or a greater scale.
  static long factor(SqlType from, Decimal to) {
    long factor = 1;
    for (int i = from instanceof Decimal source ? source.scale() : 0; i < to.scale(); i++) {
      factor *= 10;
    }
    return factor;
  }

  static boolean isInteger(SqlType type) {
    return type == Simple.TINYINT
        || type == Simple.SMALLINT
        || type == Simple.INTEGER
        || type == Simple.BIGINT;
  }

  static boolean isFloat(SqlType type) {
    return type == Simple.REAL || type == Simple.DOUBLE;
  }
}
