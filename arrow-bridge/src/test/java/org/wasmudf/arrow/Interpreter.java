package org.wasmudf.arrow;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.KernelExpr.And;
import org.wasmudf.arrow.KernelExpr.Arithmetic;
import org.wasmudf.arrow.KernelExpr.Call;
import org.wasmudf.arrow.KernelExpr.Case;
import org.wasmudf.arrow.KernelExpr.Cast;
import org.wasmudf.arrow.KernelExpr.Column;
import org.wasmudf.arrow.KernelExpr.Comparison;
import org.wasmudf.arrow.KernelExpr.IsNull;
import org.wasmudf.arrow.KernelExpr.Literal;
import org.wasmudf.arrow.KernelExpr.Not;
import org.wasmudf.arrow.KernelExpr.Or;
import org.wasmudf.arrow.SqlType.Decimal;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;

/// What kernels should compute, written down without a thought for speed: one row at a time, exact
/// numbers of any size. Values have the classes that [KernelExpr.Literal] tells.
final class Interpreter {
  /// What a row fails with.
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final UdfErrorCode code;

    Failure(UdfErrorCode code) {
      super(code.toString());
      this.code = code;
    }

    UdfErrorCode code() {
      return code;
    }
  }

  private Interpreter() {}

  /// A whole expression. Where every operation is strict, a row with a NULL isn't evaluated at all.
  static @Nullable Object evaluate(KernelExpr expression, List<? extends @Nullable Object> row) {
    return isStrict(expression) && readsNull(expression, row) ? null : value(expression, row);
  }

  private static boolean isStrict(KernelExpr expression) {
    return switch (expression) {
      case And _, Or _, IsNull _, Case _ -> false;
      case Literal literal -> literal.value() != null;
      case Call call when call.function().isCalledOnNull() -> false;
      case Column _, Call _, Arithmetic _, Comparison _, Not _, Cast _ ->
          expression.operands().stream().allMatch(Interpreter::isStrict);
    };
  }

  private static boolean readsNull(KernelExpr expression, List<? extends @Nullable Object> row) {
    return expression instanceof Column column
        ? row.get(column.index()) == null
        : expression.operands().stream().anyMatch(each -> readsNull(each, row));
  }

  private static @Nullable Object value(
      KernelExpr expression, List<? extends @Nullable Object> row) {
    return switch (expression) {
      case Column column -> row.get(column.index());
      case Literal literal -> literal.value();
      case Call call -> call(call, row);
      case Arithmetic each -> {
        Object left = value(each.left(), row);
        Object right = value(each.right(), row);
        yield (left == null || right == null) ? null : arithmetic(each, left, right);
      }
      case Comparison each -> {
        Object left = value(each.left(), row);
        Object right = value(each.right(), row);
        yield (left == null || right == null) ? null : compare(each.relation(), left, right);
      }
      case And(List<KernelExpr> operands) -> junction(operands, false, row);
      case Or(List<KernelExpr> operands) -> junction(operands, true, row);
      case Not(KernelExpr operand) ->
          value(operand, row) instanceof Boolean truth ? (Object) !truth : null;
      case IsNull(KernelExpr operand) -> value(operand, row) == null;
      case Case(List<Case.Branch> branches, KernelExpr otherwise) -> {
        for (Case.Branch each : branches) {
          if (Boolean.TRUE.equals(value(each.condition(), row))) {
            yield value(each.value(), row);
          }
        }
        yield value(otherwise, row);
      }
      case Cast cast -> {
        Object operand = value(cast.operand(), row);
        yield operand == null ? null : cast(cast, operand);
      }
    };
  }

  private static @Nullable Object junction(
      List<KernelExpr> operands, boolean decisive, List<? extends @Nullable Object> row) {
    boolean unknown = false;
    for (KernelExpr each : operands) {
      Object value = value(each, row);
      if (value == null) {
        unknown = true;
      } else if ((boolean) value == decisive) {
        return decisive;
      }
    }
    return unknown ? null : (Object) !decisive;
  }

  private static @Nullable Object call(Call call, List<? extends @Nullable Object> row) {
    List<Object> arguments = new ArrayList<>();
    boolean isNull = false;
    for (KernelExpr each : call.arguments()) {
      Object value = value(each, row);
      if (value == null) {
        isNull = true;
      } else {
        arguments.add(value);
      }
    }
    if (call.function().isCalledOnNull() && isNull) {
      return call.function().returnsNull() ? null : Columns.zero(call.type());
    }
    return isNull ? null : result(call.function(), arguments);
  }

  /// The guests' functions.
  private static Object result(GuestFunction function, List<Object> arguments) {
    return switch (function.export()) {
      case "id_i32", "id_i64", "id_f32", "id_f64", "id_wide", "echo" -> arguments.getFirst();
      case String export when export.startsWith("zero_") || export.startsWith("pass_") ->
          arguments.getFirst();
      case "subtract" -> (long) arguments.get(0) - (long) arguments.get(1);
      case "length" -> (long) ((Bytes) arguments.getFirst()).length();
      case "div" -> {
        long divisor = (long) arguments.get(1);
        if (divisor == 0) {
          throw new Failure(UdfErrorCode.TRAP_DIVIDE_BY_ZERO);
        }
        long quotient = (long) arguments.get(0) / divisor;
        if (quotient != (int) quotient) {
          throw new Failure(UdfErrorCode.TRAP_INTEGER_OVERFLOW);
        }
        yield quotient;
      }
      default -> throw new IllegalArgumentException(function.export());
    };
  }

  private static Object arithmetic(Arithmetic operation, Object left, Object right) {
    if (operation.type() == Simple.REAL) {
      float a = (float) (double) left;
      float b = (float) (double) right;
      return (double)
          switch (operation.operator()) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
          };
    }
    if (operation.type() == Simple.DOUBLE) {
      double a = (double) left;
      double b = (double) right;
      return switch (operation.operator()) {
        case ADD -> a + b;
        case SUBTRACT -> a - b;
        case MULTIPLY -> a * b;
        case DIVIDE -> a / b;
      };
    }
    BigInteger a = BigInteger.valueOf((long) left);
    BigInteger b = BigInteger.valueOf((long) right);
    if (operation.operator() == Arithmetic.Operator.DIVIDE && b.signum() == 0) {
      throw new Failure(UdfErrorCode.DIVISION_BY_ZERO);
    }
    BigInteger exact =
        switch (operation.operator()) {
          case ADD -> a.add(b);
          case SUBTRACT -> a.subtract(b);
          case MULTIPLY -> a.multiply(b);
          case DIVIDE -> a.divide(b);
        };
    return inRange(operation.type(), exact);
  }

  private static Object inRange(SqlType type, BigInteger exact) {
    BigInteger max = BigInteger.valueOf(max(type));
    BigInteger min = type instanceof Decimal ? max.negate() : max.negate().subtract(BigInteger.ONE);
    if (exact.compareTo(min) < 0 || exact.compareTo(max) > 0) {
      throw new Failure(UdfErrorCode.NUMERIC_OVERFLOW);
    }
    return exact.longValueExact();
  }

  private static long max(SqlType type) {
    return switch (type) {
      case Simple.TINYINT -> Byte.MAX_VALUE;
      case Simple.SMALLINT -> Short.MAX_VALUE;
      case Simple.INTEGER -> Integer.MAX_VALUE;
      case Simple.BIGINT -> Long.MAX_VALUE;
      case Decimal decimal -> BigInteger.TEN.pow(decimal.precision()).longValueExact() - 1;
      default -> throw new IllegalArgumentException(type.toString());
    };
  }

  private static boolean compare(Comparison.Relation relation, Object left, Object right) {
    if (left instanceof Double a && right instanceof Double b) {
      return switch (relation) {
        case EQUAL -> a.doubleValue() == b.doubleValue();
        case NOT_EQUAL -> a.doubleValue() != b.doubleValue();
        case LESS -> a < b;
        case LESS_OR_EQUAL -> a <= b;
        case GREATER -> a > b;
        case GREATER_OR_EQUAL -> a >= b;
      };
    }
    int order =
        left instanceof Boolean truth
            ? truth.compareTo((Boolean) right)
            : ((Long) left).compareTo((Long) right);
    return switch (relation) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }

  private static Object cast(Cast cast, Object operand) {
    return switch (cast.type()) {
      case Simple.REAL -> (double) (float) (long) operand;
      case Simple.DOUBLE -> operand instanceof Long number ? (Object) (double) number : operand;
      case Decimal to -> {
        int scale = cast.operand().type() instanceof Decimal from ? from.scale() : 0;
        BigInteger factor = BigInteger.TEN.pow(to.scale() - scale);
        yield inRange(to, BigInteger.valueOf((long) operand).multiply(factor));
      }
      default -> inRange(cast.type(), BigInteger.valueOf((long) operand));
    };
  }
}
