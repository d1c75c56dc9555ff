package org.wasmudf.sql.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.BatchFunction;
import org.wasmudf.arrow.Bytes;
import org.wasmudf.arrow.KernelExpr;
import org.wasmudf.arrow.KernelExpr.Arithmetic;
import org.wasmudf.arrow.KernelExpr.Comparison;
import org.wasmudf.arrow.NestedType;
import org.wasmudf.arrow.ScalarFunction;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.arrow.ValueFunction;

/// Translates the planner's expressions to those that kernels evaluate, where kernels can. Used
/// once.
final class KernelTranslator {
  private static final KernelExpr TRUE = new KernelExpr.Literal(SqlType.Simple.BOOLEAN, true);
  private static final KernelExpr FALSE = new KernelExpr.Literal(SqlType.Simple.BOOLEAN, false);

  /// No kernel does this. Never leaves this class.
  private static final class Unsupported extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unsupported() {
      super(null, null, false, false);
    }
  }

  private final int columns;
  private final List<KernelProgram.Parameter> parameters = new ArrayList<>();

  private KernelTranslator(int columns) {
    this.columns = columns;
  }

  /// Translates an expression.
  ///
  /// @param expression over the input's columns
  /// @param columns how many columns the input has
  /// @return nothing when some part of it is beyond kernels
  static Optional<KernelProgram> translate(RexNode expression, int columns, RexBuilder rexBuilder) {
    KernelTranslator translator = new KernelTranslator(columns);
    try {
      KernelExpr translated =
          isColumn(expression)
              ? translator.column(expression)
              : translator.visit(RexUtil.expandSearch(rexBuilder, null, expression));
      return Optional.of(new KernelProgram(columns, translator.parameters, translated));
    } catch (Unsupported e) {
      return Optional.empty();
    }
  }

  /// Translates what becomes an argument of a function.
  ///
  /// @param type the parameter's
  /// @return nothing when some part of it is beyond kernels
  static Optional<KernelProgram> translateArgument(
      RexNode expression, SqlType type, int columns, RexBuilder rexBuilder) {
    KernelTranslator translator = new KernelTranslator(columns);
    try {
      KernelExpr translated = translator.visit(RexUtil.expandSearch(rexBuilder, null, expression));
      return Optional.of(
          new KernelProgram(columns, translator.parameters, converted(translated, type)));
    } catch (Unsupported e) {
      return Optional.empty();
    }
  }

  /// Whether it is passed on as it is, for which it may be of any type.
  static boolean isColumn(RexNode node) {
    return node instanceof RexInputRef || node instanceof RexDynamicParam;
  }

  private KernelExpr column(RexNode node) {
    SqlType type = ColumnTypes.functionType(node.getType()).orElseThrow(Unsupported::new);
    return node instanceof RexInputRef reference
        ? new KernelExpr.Column(reference.getIndex(), type)
        : parameter(((RexDynamicParam) node).getIndex(), type);
  }

  private KernelExpr visit(RexNode node) {
    return switch (node) {
      case RexInputRef reference ->
          new KernelExpr.Column(reference.getIndex(), type(reference.getType()));
      case RexLiteral literal -> literal(literal, type(literal.getType()));
      case RexDynamicParam dynamic -> parameter(dynamic.getIndex(), type(dynamic.getType()));
      case RexCall call -> visitCall(call);
      default -> throw new Unsupported();
    };
  }

  private static SqlType type(RelDataType type) {
    return ColumnTypes.functionType(type)
        .filter(each -> !(each instanceof NestedType))
        .orElseThrow(Unsupported::new);
  }

  private KernelExpr parameter(int index, SqlType type) {
    var parameter = new KernelProgram.Parameter(index, type);
    int place = parameters.indexOf(parameter);
    if (place < 0) {
      place = parameters.size();
      parameters.add(parameter);
    }
    return new KernelExpr.Column(columns + place, parameter.type());
  }

  private static KernelExpr literal(RexLiteral literal, SqlType type) {
    return new KernelExpr.Literal(type, kernelValue(Literals.javaValue(literal), type));
  }

  private static @Nullable Object kernelValue(@Nullable Object value, SqlType type) {
    return switch (value) {
      case null -> null;
      case Boolean bool -> bool;
      case BigDecimal number -> kernelNumber(number, type);
      case Double real -> type == SqlType.Simple.REAL ? (double) real.floatValue() : real;
      case String text -> Bytes.utf8(text);
      case ByteString bytes -> Bytes.of(bytes.getBytes());
      // In milliseconds, as Calcite has it; and what is in days or months.
      case Integer millis when type == SqlType.Simple.TIME -> millis * 1000L;
      case Integer number -> (long) number;
      case Long millis -> Math.multiplyExact(millis, 1000L);
      default -> throw new Unsupported();
    };
  }

  private static Object kernelNumber(BigDecimal number, SqlType type) {
    Object value = KernelTypes.kernelNumber(number, type);
    if (value == null) {
      throw new Unsupported();
    }
    return value;
  }

  private KernelExpr visitCall(RexCall call) {
    Optional<ValueFunction> function = WasmCalls.functionOf(call.getOperator());
    if (function.isPresent()) {
      return switch (function.get()) {
        case ScalarFunction plain -> wasmCall(plain, call);
        case BatchFunction _ -> throw new Unsupported();
      };
    }
    return switch (call.getKind()) {
      case AND -> new KernelExpr.And(visitAll(call));
      case OR -> new KernelExpr.Or(visitAll(call));
      case NOT -> new KernelExpr.Not(visit(operand(call)));
      case IS_NULL -> isNull(call);
      case IS_NOT_NULL -> new KernelExpr.Not(isNull(call));
      case IS_TRUE -> choice(visit(operand(call)), TRUE, FALSE);
      case IS_NOT_TRUE -> choice(visit(operand(call)), FALSE, TRUE);
      case IS_FALSE -> choice(new KernelExpr.Not(visit(operand(call))), TRUE, FALSE);
      case IS_NOT_FALSE -> choice(new KernelExpr.Not(visit(operand(call))), FALSE, TRUE);
      case EQUALS -> comparison(Comparison.Relation.EQUAL, call);
      case NOT_EQUALS -> comparison(Comparison.Relation.NOT_EQUAL, call);
      case LESS_THAN -> comparison(Comparison.Relation.LESS, call);
      case LESS_THAN_OR_EQUAL -> comparison(Comparison.Relation.LESS_OR_EQUAL, call);
      case GREATER_THAN -> comparison(Comparison.Relation.GREATER, call);
      case GREATER_THAN_OR_EQUAL -> comparison(Comparison.Relation.GREATER_OR_EQUAL, call);
      case PLUS, CHECKED_PLUS -> arithmetic(Arithmetic.Operator.ADD, call);
      case MINUS, CHECKED_MINUS -> arithmetic(Arithmetic.Operator.SUBTRACT, call);
      case TIMES, CHECKED_TIMES -> arithmetic(Arithmetic.Operator.MULTIPLY, call);
      case DIVIDE, CHECKED_DIVIDE -> arithmetic(Arithmetic.Operator.DIVIDE, call);
      case CASE -> caseWhen(call);
      case CAST -> cast(call);
      default -> throw new Unsupported();
    };
  }

  private static RexNode operand(RexCall call) {
    return call.getOperands().getFirst();
  }

  private List<KernelExpr> visitAll(RexCall call) {
    return call.getOperands().stream().map(this::visit).toList();
  }

  private static KernelExpr choice(KernelExpr condition, KernelExpr then, KernelExpr otherwise) {
    return new KernelExpr.Case(List.of(new KernelExpr.Case.Branch(condition, then)), otherwise);
  }

  private KernelExpr isNull(RexCall call) {
    KernelExpr operand = visit(operand(call));
    if (operand.type().isVariableLength() && !isHeld(operand)) {
      throw new Unsupported();
    }
    return new KernelExpr.IsNull(operand);
  }

  /// Whether a string lies in memory, and isn't still to be computed.
  private static boolean isHeld(KernelExpr expression) {
    return expression instanceof KernelExpr.Column || expression instanceof KernelExpr.Literal;
  }

  private KernelExpr wasmCall(ScalarFunction function, RexCall call) {
    List<KernelExpr> arguments = new ArrayList<>();
    for (int i = 0; i < call.getOperands().size(); i++) {
      SqlType parameter = function.signature().parameters().get(i);
      KernelExpr argument = converted(visit(call.getOperands().get(i)), parameter);
      if (parameter.isVariableLength() && !isHeld(argument)) {
        throw new Unsupported();
      }
      arguments.add(argument);
    }
    return new KernelExpr.Call(function, arguments);
  }

  private KernelExpr comparison(Comparison.Relation relation, RexCall call) {
    KernelExpr left = visit(operand(call));
    KernelExpr right = visit(call.getOperands().getLast());
    return attempt(
        () -> {
          KernelTypes.Pair pair = KernelTypes.comparable(left, right);
          return new Comparison(relation, pair.left(), pair.right());
        });
  }

  private KernelExpr arithmetic(Arithmetic.Operator operator, RexCall call) {
    SqlType type = type(call.getType());
    if (call.getOperands().size() != 2) {
      throw new Unsupported();
    }
    KernelExpr left = visit(operand(call));
    KernelExpr right = visit(call.getOperands().getLast());
    return attempt(
        () ->
            new Arithmetic(
                operator,
                KernelTypes.operand(operator, left, type),
                KernelTypes.operand(operator, right, type),
                type));
  }

  private KernelExpr caseWhen(RexCall call) {
    SqlType type = type(call.getType());
    List<RexNode> operands = call.getOperands();
    List<KernelExpr.Case.Branch> branches = new ArrayList<>();
    for (int i = 0; i + 1 < operands.size(); i += 2) {
      branches.add(
          new KernelExpr.Case.Branch(visit(operands.get(i)), value(operands.get(i + 1), type)));
    }
    KernelExpr otherwise = value(operands.getLast(), type);
    return attempt(() -> new KernelExpr.Case(branches, otherwise));
  }

  private KernelExpr value(RexNode node, SqlType type) {
    return RexUtil.isNullLiteral(node, true)
        ? new KernelExpr.Literal(type, null)
        : converted(visit(node), type);
  }

  private KernelExpr cast(RexCall call) {
    SqlType type = type(call.getType());
    RexNode operand = operand(call);
    if (RexUtil.isNullLiteral(operand, false)) {
      return new KernelExpr.Literal(type, null);
    }
    if (!keepsValues(operand.getType(), call.getType())) {
      throw new Unsupported();
    }
    return converted(visit(operand), type);
  }

  /// Whether a conversion within a type of kernels, which tells neither lengths nor fractions of
  /// seconds, changes nothing.
  private static boolean keepsValues(RelDataType from, RelDataType to) {
    return switch (to.getSqlTypeName()) {
      case CHAR, BINARY ->
          from.getSqlTypeName() == to.getSqlTypeName() && from.getPrecision() == to.getPrecision();
      case VARCHAR, VARBINARY, TIMESTAMP ->
          to.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED
              || (from.getPrecision() != RelDataType.PRECISION_NOT_SPECIFIED
                  && from.getPrecision() <= to.getPrecision());
      default -> true;
    };
  }

  private static KernelExpr converted(KernelExpr expression, SqlType type) {
    return attempt(() -> KernelTypes.convert(expression, type));
  }

  /// What kernels can't do, their expressions refuse.
  private static KernelExpr attempt(Supplier<KernelExpr> construction) {
    try {
      return construction.get();
    } catch (IllegalArgumentException e) {
      throw new Unsupported();
    }
  }

  /// Whether a kind of call is evaluated only for the rows that reach it.
  static boolean isConditional(SqlKind kind) {
    return kind == SqlKind.CASE || kind == SqlKind.AND || kind == SqlKind.OR;
  }
}
