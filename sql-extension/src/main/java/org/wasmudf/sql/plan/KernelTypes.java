package org.wasmudf.sql.plan;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.KernelExpr;
import org.wasmudf.arrow.KernelExpr.Arithmetic;
import org.wasmudf.arrow.NestedType;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.arrow.SqlType.Decimal;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.arrow.SqlType.WideDecimal;

/// Brings operands to the types that kernels' operations ask for. What can't be done is an
/// [IllegalArgumentException].
final class KernelTypes {
  private KernelTypes() {}

  /// Two operands of a comparison.
  record Pair(KernelExpr left, KernelExpr right) {}

  /// Operands in types that compare.
  static Pair comparable(KernelExpr left, KernelExpr right) {
    SqlType a = left.type();
    SqlType b = right.type();
    if (a.equals(b)) {
      return new Pair(left, right);
    }
    if (isFloat(a) || isFloat(b)) {
      return new Pair(convert(left, Simple.DOUBLE), convert(right, Simple.DOUBLE));
    }
    if (a instanceof Decimal || b instanceof Decimal) {
      int scale = Math.max(scale(a), scale(b));
      return new Pair(decimal(left, scale), decimal(right, scale));
    }
    SqlType wider = digits(a) > digits(b) ? a : b;
    return new Pair(convert(left, wider), convert(right, wider));
  }

  /// An operand of arithmetic.
  static KernelExpr operand(Arithmetic.Operator operator, KernelExpr expression, SqlType result) {
    if (!(result instanceof Decimal(int _, int scale))) {
      return convert(expression, result);
    }
    return switch (operator) {
      case ADD, SUBTRACT -> decimal(expression, scale);
      case MULTIPLY, DIVIDE -> decimal(expression, scale(expression.type()));
    };
  }

  /// The expression as another type.
  static KernelExpr convert(KernelExpr expression, SqlType type) {
    if (expression.type().equals(type)) {
      return expression;
    }
    if (expression instanceof KernelExpr.Literal(SqlType from, Object value)) {
      if (value == null) {
        return new KernelExpr.Literal(type, null);
      }
      Optional<KernelExpr> constant = number(from, value).flatMap(number -> literal(number, type));
      if (constant.isPresent()) {
        return constant.get();
      }
    }
    return new KernelExpr.Cast(expression, type);
  }

  /// An exact number as a decimal of a scale, with as many digits as it may need.
  private static KernelExpr decimal(KernelExpr expression, int scale) {
    if (expression instanceof KernelExpr.Literal(SqlType from, Object value) && value != null) {
      BigDecimal number = number(from, value).orElseThrow(IllegalArgumentException::new);
      return literal(number, new Decimal(Decimal.MAX_PRECISION, scale))
          .orElseThrow(IllegalArgumentException::new);
    }
    int digits = digits(expression.type()) + scale - scale(expression.type());
    return convert(expression, new Decimal(digits, scale));
  }

  private static Optional<BigDecimal> number(SqlType type, Object value) {
    return switch (value) {
      case Long integer -> Optional.of(BigDecimal.valueOf(integer, scale(type)));
      case Double real when Double.isFinite(real) -> Optional.of(new BigDecimal(real));
      default -> Optional.empty();
    };
  }

  private static Optional<KernelExpr> literal(BigDecimal number, SqlType type) {
    return Optional.ofNullable(kernelNumber(number, type))
        .map(value -> new KernelExpr.Literal(type, value));
  }

  /// A number as the value of a constant; null when it isn't exactly a value of that type.
  static @Nullable Object kernelNumber(BigDecimal number, SqlType type) {
    try {
      return switch (type) {
        case Simple.REAL -> (double) number.floatValue();
        case Simple.DOUBLE -> number.doubleValue();
        case Simple.TINYINT -> (long) number.byteValueExact();
        case Simple.SMALLINT -> (long) number.shortValueExact();
        case Simple.INTEGER -> (long) number.intValueExact();
        case Simple.BIGINT -> number.longValueExact();
        case Decimal(int precision, int scale) -> {
          BigInteger unscaled = unscaled(number, precision, scale);
          yield unscaled == null ? null : (Object) unscaled.longValueExact();
        }
        case WideDecimal(int precision, int scale) -> unscaled(number, precision, scale);
        case NestedType _ -> null;
        case Simple.BOOLEAN,
            Simple.DATE,
            Simple.TIME,
            Simple.TIMESTAMP,
            Simple.INTERVAL_DAY_TO_SECOND,
            Simple.INTERVAL_YEAR_TO_MONTH,
            Simple.VARCHAR,
            Simple.VARBINARY ->
            null;
      };
    } catch (ArithmeticException e) {
      return null;
    }
  }

  private static @Nullable BigInteger unscaled(BigDecimal number, int precision, int scale) {
    BigDecimal scaled = number.setScale(scale);
    return scaled.precision() > precision ? null : scaled.unscaledValue();
  }

  private static boolean isFloat(SqlType type) {
    return type == Simple.REAL || type == Simple.DOUBLE;
  }

  private static int scale(SqlType type) {
    return type instanceof Decimal(int _, int scale) ? scale : 0;
  }

  /// The most digits that a value has.
  private static int digits(SqlType type) {
    return switch (type) {
      case Decimal(int precision, int _) -> precision;
      case Simple.TINYINT -> 3;
      case Simple.SMALLINT -> 5;
      case Simple.INTEGER -> 10;
      case Simple.BIGINT -> 19;
      case Simple.BOOLEAN,
          Simple.REAL,
          Simple.DOUBLE,
          Simple.DATE,
          Simple.TIME,
          Simple.TIMESTAMP,
          Simple.INTERVAL_DAY_TO_SECOND,
          Simple.INTERVAL_YEAR_TO_MONTH,
          Simple.VARCHAR,
          Simple.VARBINARY ->
          throw new IllegalArgumentException("not an exact number: " + type);
      case WideDecimal _, NestedType _ ->
          throw new IllegalArgumentException("no kernel computes with " + type);
    };
  }
}
