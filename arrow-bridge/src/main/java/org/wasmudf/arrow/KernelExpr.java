package org.wasmudf.arrow;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a kernel computes for each row: columns, constants, calls of guests' functions and the
/// built-in operations around them.
///
/// A value, compared by content: equal expressions share their compiled code. NULLs follow SQL:
/// operations are strict unless they say otherwise, and AND, OR and NOT have three truth values. A
/// part that isn't reached for a row isn't evaluated for it, so `CASE WHEN b <> 0 THEN div(a, b)
/// END` never calls `div` with a zero.
public sealed interface KernelExpr {
  /// The type of the values.
  SqlType type();

  /// The parts that it is made of, in the order in which they are evaluated.
  default List<KernelExpr> operands() {
    return switch (this) {
      case Column _, Literal _ -> List.of();
      case Call call -> call.arguments();
      case Arithmetic(_, KernelExpr left, KernelExpr right, _) -> List.of(left, right);
      case Comparison(_, KernelExpr left, KernelExpr right) -> List.of(left, right);
      case And(List<KernelExpr> operands) -> operands;
      case Or(List<KernelExpr> operands) -> operands;
      case Not(KernelExpr operand) -> List.of(operand);
      case IsNull(KernelExpr operand) -> List.of(operand);
      case Cast(KernelExpr operand, _) -> List.of(operand);
      case Case(List<Case.Branch> branches, KernelExpr otherwise) ->
          Stream.concat(
                  branches.stream().flatMap(each -> Stream.of(each.condition(), each.value())),
                  Stream.of(otherwise))
              .toList();
    };
  }

  /// A column of the batch.
  ///
  /// @param index the column's place in the batch, counted from 0
  /// @param type the column's type
  record Column(int index, SqlType type) implements KernelExpr {
    public Column {
      if (index < 0) {
        throw new IllegalArgumentException("column " + index);
      }
    }
  }

  /// A constant.
  ///
  /// @param type its type
  /// @param value Boolean for BOOLEAN; Long for integers, DECIMAL (unscaled), DATE (days), TIME,
  ///   TIMESTAMP and INTERVAL DAY TO SECOND (microseconds) and INTERVAL YEAR TO MONTH (months);
  ///   BigInteger for a wide DECIMAL (unscaled); Double for REAL and DOUBLE; [Bytes] for VARCHAR
  ///   (UTF-8) and VARBINARY; null for NULL
  record Literal(SqlType type, @Nullable Object value) implements KernelExpr {
    public Literal {
      boolean fits =
          value == null
              || switch (type) {
                case SqlType.Simple.BOOLEAN -> value instanceof Boolean;
                case SqlType.Simple.REAL, SqlType.Simple.DOUBLE -> value instanceof Double;
                case SqlType.Simple.VARCHAR, SqlType.Simple.VARBINARY -> value instanceof Bytes;
                case SqlType.Simple.TINYINT ->
                    value instanceof Long number && number == number.byteValue();
                case SqlType.Simple.SMALLINT ->
                    value instanceof Long number && number == number.shortValue();
                case SqlType.Simple.INTEGER,
                    SqlType.Simple.DATE,
                    SqlType.Simple.INTERVAL_YEAR_TO_MONTH ->
                    value instanceof Long number && number == number.intValue();
                case SqlType.Simple.TIME ->
                    value instanceof Long number
                        && number >= 0
                        && number < SqlType.Simple.MICROS_PER_DAY;
                case SqlType.Simple.BIGINT,
                    SqlType.Simple.TIMESTAMP,
                    SqlType.Simple.INTERVAL_DAY_TO_SECOND ->
                    value instanceof Long;
                case SqlType.Decimal decimal ->
                    value instanceof Long number
                        && number >= -decimal.maxUnscaled()
                        && number <= decimal.maxUnscaled();
                case SqlType.WideDecimal decimal ->
                    value instanceof BigInteger number
                        && number.abs().compareTo(decimal.maxUnscaled()) <= 0;
                case NestedType _ -> false;
              };
      if (!fits) {
        throw new IllegalArgumentException("not a value of " + type + ": " + value);
      }
    }
  }

  /// A call of a guest's function; NULL, without a call, where an argument is NULL, unless the
  /// function is called on NULL input.
  ///
  /// @param function what is called
  /// @param arguments as many as the function has parameters, of exactly their types. An argument
  ///   that is a string or binary must be a column or a constant: what another call returned
  ///   doesn't stay put, so evaluate that call to a column first
  record Call(GuestFunction function, List<KernelExpr> arguments) implements KernelExpr {
    public Call {
      arguments = List.copyOf(arguments);
      List<SqlType> types = arguments.stream().map(KernelExpr::type).toList();
      if (!types.equals(function.signature().parameters())) {
        throw new IllegalArgumentException(function.signature() + " can't take " + types);
      }
      for (KernelExpr each : arguments) {
        if (each.type().isVariableLength()
            && !(each instanceof Column)
            && !(each instanceof Literal)) {
          throw new IllegalArgumentException("a computed string can't be an argument: " + each);
        }
      }
    }

    @Override
    public SqlType type() {
      return function.signature().result();
    }
  }

  /// Arithmetic of two operands; integers and decimals are checked, and overflow fails the row.
  ///
  /// @param operator what to compute
  /// @param left of the result's type, or for decimals: of the result's scale in sums, of any scale
  ///   in products
  /// @param right the same
  /// @param type the result's; a product's scale is the sum of its operands'
  record Arithmetic(Operator operator, KernelExpr left, KernelExpr right, SqlType type)
      implements KernelExpr {
    /// The four operations; decimals have no division here.
    public enum Operator {
      ADD,
      SUBTRACT,
      MULTIPLY,
      /// Integers truncate towards zero; division by an integer zero fails the row.
      DIVIDE
    }

    public Arithmetic {
      if (!Arithmetics.takes(operator, left.type(), right.type(), type)) {
        throw new IllegalArgumentException(
            "no kernel for %s of %s and %s to %s"
                .formatted(operator, left.type(), right.type(), type));
      }
    }
  }

  /// A comparison of two values of the same type (decimals: of the same scale), in up to 64 bits.
  ///
  /// @param relation which
  /// @param left one side
  /// @param right the other
  record Comparison(Relation relation, KernelExpr left, KernelExpr right) implements KernelExpr {
    /// The six comparisons. NaN equals nothing, as in IEEE 754.
    public enum Relation {
      EQUAL,
      NOT_EQUAL,
      LESS,
      LESS_OR_EQUAL,
      GREATER,
      GREATER_OR_EQUAL
    }

    public Comparison {
      if (left.type().isVariableLength() || !Arithmetics.comparable(left.type(), right.type())) {
        throw new IllegalArgumentException(
            "no kernel compares %s and %s".formatted(left.type(), right.type()));
      }
    }

    @Override
    public SqlType type() {
      return SqlType.Simple.BOOLEAN;
    }
  }

  /// AND, in the order given; stops at the first FALSE.
  ///
  /// @param operands two or more, BOOLEAN
  record And(List<KernelExpr> operands) implements KernelExpr {
    public And {
      operands = booleans(operands);
    }

    @Override
    public SqlType type() {
      return SqlType.Simple.BOOLEAN;
    }
  }

  /// OR, in the order given; stops at the first TRUE.
  ///
  /// @param operands two or more, BOOLEAN
  record Or(List<KernelExpr> operands) implements KernelExpr {
    public Or {
      operands = booleans(operands);
    }

    @Override
    public SqlType type() {
      return SqlType.Simple.BOOLEAN;
    }
  }

  /// NOT.
  ///
  /// @param operand BOOLEAN
  record Not(KernelExpr operand) implements KernelExpr {
    public Not {
      requireBoolean(operand);
    }

    @Override
    public SqlType type() {
      return SqlType.Simple.BOOLEAN;
    }
  }

  /// Whether a value is NULL; never NULL itself.
  ///
  /// @param operand of any type
  record IsNull(KernelExpr operand) implements KernelExpr {
    @Override
    public SqlType type() {
      return SqlType.Simple.BOOLEAN;
    }
  }

  /// The value of the first branch whose condition is TRUE.
  ///
  /// @param branches in order
  /// @param otherwise the value when there is none, NULL where SQL has no ELSE
  record Case(List<Branch> branches, KernelExpr otherwise) implements KernelExpr {
    /// One WHEN.
    ///
    /// @param condition BOOLEAN
    /// @param value of the type of the whole
    public record Branch(KernelExpr condition, KernelExpr value) {
      public Branch {
        requireBoolean(condition);
      }
    }

    public Case {
      branches = List.copyOf(branches);
      for (Branch each : branches) {
        if (!each.value().type().equals(otherwise.type())) {
          throw new IllegalArgumentException(
              "CASE with values of %s and %s".formatted(each.value().type(), otherwise.type()));
        }
      }
    }

    @Override
    public SqlType type() {
      return otherwise.type();
    }
  }

  /// A conversion between numeric types; one that doesn't fit fails the row.
  ///
  /// @param operand an integer, decimal, REAL or DOUBLE
  /// @param type integer to wider or narrower integer, integer or decimal to a decimal of the same
  ///   or greater scale, integer to REAL or DOUBLE, REAL to DOUBLE
  record Cast(KernelExpr operand, SqlType type) implements KernelExpr {
    public Cast {
      if (!Arithmetics.casts(operand.type(), type)) {
        throw new IllegalArgumentException(
            "no kernel casts %s to %s".formatted(operand.type(), type));
      }
    }
  }

  private static List<KernelExpr> booleans(List<KernelExpr> operands) {
    operands.forEach(KernelExpr::requireBoolean);
    return List.copyOf(operands);
  }

  private static void requireBoolean(KernelExpr expression) {
    if (expression.type() != SqlType.Simple.BOOLEAN) {
      throw new IllegalArgumentException(expression.type() + " where BOOLEAN is expected");
    }
  }
}
