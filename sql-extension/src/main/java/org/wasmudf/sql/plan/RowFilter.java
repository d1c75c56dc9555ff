package org.wasmudf.sql.plan;

import org.apache.calcite.adapter.enumerable.EnumerableFilter;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/// Calcite's own filter, which calls guests row by row: a last resort.
final class RowFilter extends EnumerableFilter {
  RowFilter(RelTraitSet traits, RelNode input, RexNode condition) {
    super(input.getCluster(), traits, input, condition);
  }

  @Override
  public EnumerableFilter copy(RelTraitSet traitSet, RelNode input, RexNode condition) {
    return new RowFilter(traitSet, input, condition);
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return WasmCalls.in(getCondition())
        ? Costs.ofCalledRows(planner, mq.getRowCount(getInput()))
        : super.computeSelfCost(planner, mq);
  }
}
