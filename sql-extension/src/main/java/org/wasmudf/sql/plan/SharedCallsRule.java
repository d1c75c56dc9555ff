package org.wasmudf.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/// Makes columns below a filter of the calls that its condition shares with the projection above:
/// so a function that is not VOLATILE runs once for a row.
///
/// What comes before such a call in the condition, and comparisons that can't fail, are a filter of
/// their own below the columns: no function runs for a row that it wouldn't have run for. Of
/// further calls behind it, the rule makes columns when it meets the filter that it has made.
final class SharedCallsRule extends RelRule<SharedCallsRule.Config> {
  static final SharedCallsRule INSTANCE = new Config().toRule();

  private SharedCallsRule(Config config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalProject project = call.rel(0);
    LogicalFilter filter = call.rel(1);
    RelNode input = filter.getInput();
    List<RexNode> conditions = harmlessFirst(RelOptUtil.conjunctions(filter.getCondition()));
    List<RexNode> all = new ArrayList<>(conditions);
    all.addAll(project.getProjects());
    if (!project.getVariablesSet().isEmpty()
        || !filter.getVariablesSet().isEmpty()
        || !MixedExpressions.isDivisible(all, input)) {
      return;
    }
    for (int first = 0; first < conditions.size(); first++) {
      Optional<CallSplitter.Split> split =
          CommonCalls.split(
              all.subList(first, first + 1), all.subList(first + 1, all.size()), input);
      if (split.isPresent()) {
        int columns = input.getRowType().getFieldCount();
        int rest = conditions.size() - first;
        for (RelNode each : filtered(input, conditions.subList(0, first))) {
          MixedExpressions.withCalls(each, columns, split.get())
              .map(divided -> above(project, divided, rest))
              .ifPresent(call::transformTo);
        }
        return;
      }
    }
  }

  /// The filter and the projection again, over the columns of calls.
  private static RelNode above(
      LogicalProject project, MixedExpressions.Divided divided, int conditions) {
    List<RexNode> expressions = divided.expressions();
    return LogicalProject.create(
        LogicalFilter.create(
            divided.input(), conjunction(divided.input(), expressions.subList(0, conditions))),
        project.getHints(),
        expressions.subList(conditions, expressions.size()),
        project.getRowType(),
        Set.of());
  }

  /// The ways to the rows for which all conditions are TRUE: one that other rules take further,
  /// such as into the database, and one over batches.
  private static List<RelNode> filtered(RelNode input, List<RexNode> conditions) {
    if (conditions.isEmpty()) {
      return List.of(input);
    }
    RexNode condition = conjunction(input, conditions);
    List<RelNode> ways = new ArrayList<>(List.of(LogicalFilter.create(input, condition)));
    MixedExpressions.filtered(input, condition).ifPresent(ways::add);
    return ways;
  }

  private static RexNode conjunction(RelNode input, List<RexNode> conditions) {
    return RexUtil.composeConjunction(input.getCluster().getRexBuilder(), conditions);
  }

  private static List<RexNode> harmlessFirst(List<RexNode> conditions) {
    List<RexNode> ordered =
        new ArrayList<>(conditions.stream().filter(SharedCallsRule::isHarmless).toList());
    ordered.addAll(conditions.stream().filter(each -> !isHarmless(each)).toList());
    return ordered;
  }

  /// Whether a condition is about values that are there, costs next to nothing and can't fail.
  private static boolean isHarmless(RexNode condition) {
    return switch (condition) {
      case RexInputRef _, RexLiteral _, RexDynamicParam _ -> true;
      case RexCall call ->
          LogicalKinds.contains(call.getKind())
              && call.getOperands().stream().allMatch(SharedCallsRule::isHarmless);
      default -> false;
    };
  }

  /// What the rule matches.
  record Config() implements FixedConfig {
    @Override
    public SharedCallsRule toRule() {
      return new SharedCallsRule(this);
    }

    @Override
    public OperandTransform operandSupplier() {
      return upper ->
          upper
              .operand(LogicalProject.class)
              .oneInput(lower -> lower.operand(LogicalFilter.class).anyInputs());
    }

    @Override
    public String description() {
      return "WasmSharedCalls";
    }
  }
}
