package org.wasmudf.sql.plan;

import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.wasmudf.arrow.NestedType;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.sql.exec.AggregateFunction;
import org.wasmudf.sql.exec.AggregateFunction.Kind;
import org.wasmudf.sql.function.WasmAggregateFunction;

/// Which aggregate functions run over batches.
final class Aggregates {
  private Aggregates() {}

  /// Whether an aggregation runs over batches, whatever its input does.
  static boolean supports(Aggregate aggregate) {
    RelDataType input = aggregate.getInput().getRowType();
    return ColumnTypes.supports(input)
        && ColumnTypes.supports(aggregate.getRowType())
        && aggregate.getGroupSet().asList().stream()
            .noneMatch(key -> isNested(input.getFieldList().get(key).getType()))
        && aggregate.getAggCallList().stream()
            .allMatch(call -> function(call, aggregate).isPresent());
  }

  /// The function of a call, if it runs over batches.
  static Optional<AggregateFunction> function(AggregateCall call, Aggregate aggregate) {
    boolean ordered = !call.getCollation().getFieldCollations().isEmpty();
    if (ordered || call.distinctKeys != null || !call.rexList.isEmpty()) {
      return Optional.empty();
    }
    WasmAggregateFunction guest = WasmAggregateFunction.in(call.getAggregation());
    if (guest != null) {
      return guest(guest.function(), call, aggregate);
    }
    List<Integer> keys = aggregate.getGroupSet().asList();
    return switch (call.getAggregation().getKind()) {
      case COUNT -> call(Kind.COUNT, call);
      case SUM -> number(Kind.SUM, call, aggregate);
      case SUM0 -> number(Kind.SUM_OR_ZERO, call, aggregate);
      case AVG -> average(call, aggregate);
      case MIN -> extreme(Kind.MIN, call, aggregate);
      case MAX -> extreme(Kind.MAX, call, aggregate);
      case GROUPING, GROUPING_ID ->
          Optional.of(
              new AggregateFunction.Grouping(
                  call.getArgList().stream().map(keys::indexOf).toList()));
      default -> Optional.empty();
    };
  }

  private static Optional<AggregateFunction> guest(
      org.wasmudf.arrow.AggregateFunction function, AggregateCall call, Aggregate aggregate) {
    List<RelDataTypeField> fields = aggregate.getInput().getRowType().getFieldList();
    List<Optional<SqlType>> types =
        call.getArgList().stream()
            .map(column -> ColumnTypes.functionType(fields.get(column).getType()))
            .toList();
    boolean fits =
        types.equals(function.signature().parameters().stream().map(Optional::of).toList());
    return call.isDistinct() || !fits
        ? Optional.empty()
        : Optional.of(new AggregateFunction.Guest(function, call.getArgList(), filter(call)));
  }

  private static int filter(AggregateCall call) {
    return call.hasFilter() ? call.filterArg : AggregateFunction.NONE;
  }

  private static Optional<AggregateFunction> call(Kind kind, AggregateCall call) {
    List<Integer> arguments = call.getArgList();
    if (call.isDistinct() || arguments.size() > 1) {
      return Optional.empty();
    }
    int column = arguments.isEmpty() ? AggregateFunction.NONE : arguments.getFirst();
    return Optional.of(new AggregateFunction.Call(kind, column, filter(call)));
  }

  private static Optional<AggregateFunction> number(
      Kind kind, AggregateCall call, Aggregate aggregate) {
    RelDataType argument = argumentType(call, aggregate);
    boolean exact =
        SqlTypeUtil.isExactNumeric(argument) && SqlTypeUtil.isExactNumeric(call.getType());
    boolean approximate =
        SqlTypeUtil.isApproximateNumeric(argument)
            && SqlTypeUtil.isApproximateNumeric(call.getType());
    boolean sameScale =
        argument.getSqlTypeName() != SqlTypeName.DECIMAL
            || argument.getScale() == call.getType().getScale();
    return approximate || (exact && sameScale) ? call(kind, call) : Optional.empty();
  }

  private static Optional<AggregateFunction> average(AggregateCall call, Aggregate aggregate) {
    RelDataType argument = argumentType(call, aggregate);
    boolean approximate =
        SqlTypeUtil.isApproximateNumeric(argument)
            && SqlTypeUtil.isApproximateNumeric(call.getType());
    boolean exact =
        SqlTypeUtil.isExactNumeric(argument) && ColumnTypes.isWideDecimal(call.getType());
    return approximate || exact ? call(Kind.AVG, call) : Optional.empty();
  }

  private static Optional<AggregateFunction> extreme(
      Kind kind, AggregateCall call, Aggregate aggregate) {
    // The greatest of the distinct values is the greatest.
    return isNested(argumentType(call, aggregate))
        ? Optional.empty()
        : call(kind, call.withDistinct(false));
  }

  private static boolean isNested(RelDataType type) {
    return ColumnTypes.functionType(type).filter(NestedType.class::isInstance).isPresent();
  }

  private static RelDataType argumentType(AggregateCall call, Aggregate aggregate) {
    int column = call.getArgList().getFirst();
    return aggregate.getInput().getRowType().getFieldList().get(column).getType();
  }
}
