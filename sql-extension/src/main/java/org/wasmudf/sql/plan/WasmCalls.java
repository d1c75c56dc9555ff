package org.wasmudf.sql.plan;

import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.wasmudf.arrow.BatchFunction;
import org.wasmudf.arrow.ValueFunction;
import org.wasmudf.sql.function.WasmScalarFunction;

/// Finds calls of guests' functions in expressions.
final class WasmCalls {
  private WasmCalls() {}

  /// The function behind an operator, if it is a guest's.
  static Optional<ValueFunction> functionOf(SqlOperator operator) {
    return Optional.ofNullable(WasmScalarFunction.in(operator)).map(WasmScalarFunction::function);
  }

  /// Whether an expression is the call of a function for batches.
  static boolean isBatchCall(RexNode expression) {
    return expression instanceof RexCall call
        && functionOf(call.getOperator()).filter(BatchFunction.class::isInstance).isPresent();
  }

  /// How many calls of guests' functions stand in expressions.
  static int count(List<RexNode> expressions) {
    int count = 0;
    for (RexNode each : expressions) {
      if (each instanceof RexCall call) {
        count += functionOf(call.getOperator()).isPresent() ? 1 : 0;
        count += count(call.getOperands());
      }
    }
    return count;
  }

  /// Whether an expression calls a guest's function anywhere.
  static boolean in(RexNode expression) {
    return expression instanceof RexCall call
        && (functionOf(call.getOperator()).isPresent()
            || call.getOperands().stream().anyMatch(WasmCalls::in));
  }
}
