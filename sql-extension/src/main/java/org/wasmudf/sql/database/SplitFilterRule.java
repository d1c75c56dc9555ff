package org.wasmudf.sql.database;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.wasmudf.sql.plan.FixedConfig;

/// Divides a filter into what the database can decide, below, and the rest, above: a call of a
/// function of ours then runs for the rows that the database lets through.
final class SplitFilterRule extends RelRule<SplitFilterRule.Config> {
  private SplitFilterRule(Config config) {
    super(config);
  }

  static SplitFilterRule of(PushDown pushDown) {
    return new Config(pushDown).toRule();
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    Filter filter = call.rel(0);
    List<RexNode> theirs = new ArrayList<>();
    List<RexNode> ours = new ArrayList<>();
    for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
      (config.pushDown().takes(condition) ? theirs : ours).add(condition);
    }
    if (theirs.isEmpty() || ours.isEmpty() || !filter.getVariablesSet().isEmpty()) {
      return;
    }
    var rexBuilder = filter.getCluster().getRexBuilder();
    call.transformTo(
        LogicalFilter.create(
            LogicalFilter.create(filter.getInput(), RexUtil.composeConjunction(rexBuilder, theirs)),
            RexUtil.composeConjunction(rexBuilder, ours)));
  }

  /// What the rule matches.
  record Config(PushDown pushDown) implements FixedConfig {
    @Override
    public SplitFilterRule toRule() {
      return new SplitFilterRule(this);
    }

    @Override
    public OperandTransform operandSupplier() {
      return operand -> operand.operand(LogicalFilter.class).anyInputs();
    }

    @Override
    public String description() {
      return "SplitFilter";
    }
  }
}
