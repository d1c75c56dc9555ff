package org.wasmudf.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.rules.ReduceExpressionsRule;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexNode;
import org.wasmudf.sql.function.WasmScalarFunction;

/// Makes a planner fold calls of immutable functions on constants.
///
/// Other constants are left to the operators: folding means compiling, which takes longer than
/// computing them.
final class ConstantCalls {
  private ConstantCalls() {}

  static void fold(RelOptPlanner planner) {
    RexExecutor executor = planner.getExecutor();
    if (executor != null) {
      planner.setExecutor(new Careful(executor));
    }
    planner.addRule(
        ReduceExpressionsRule.ProjectReduceExpressionsRule.ProjectReduceExpressionsRuleConfig
            .DEFAULT
            .withOperandSupplier(
                project ->
                    project.operand(Project.class).predicate(ConstantCalls::calls).anyInputs())
            .as(
                ReduceExpressionsRule.ProjectReduceExpressionsRule
                    .ProjectReduceExpressionsRuleConfig.class)
            .toRule());
  }

  private static boolean calls(Project project) {
    return project.getProjects().stream().anyMatch(ConstantCalls::calls);
  }

  private static boolean calls(RexNode expression) {
    return expression instanceof RexCall call
        && (WasmScalarFunction.in(call.getOperator()) != null
            || call.getOperands().stream().anyMatch(ConstantCalls::calls));
  }

  /// Leaves what fails as it is: it may stand where no row ever comes, and fails in time if one
  /// does.
  private record Careful(RexExecutor executor) implements RexExecutor {
    @Override
    public void reduce(RexBuilder builder, List<RexNode> constants, List<RexNode> values) {
      for (RexNode constant : constants) {
        List<RexNode> value = new ArrayList<>();
        try {
          executor.reduce(builder, List.of(constant), value);
        } catch (RuntimeException | LinkageError e) {
          value = List.of(constant);
        }
        values.addAll(value);
      }
    }
  }
}
