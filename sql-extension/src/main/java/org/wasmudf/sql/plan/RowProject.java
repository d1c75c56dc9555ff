package org.wasmudf.sql.plan;

import java.util.List;
import org.apache.calcite.adapter.enumerable.EnumerableProject;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/// Calcite's own projection, which calls guests row by row: a last resort.
final class RowProject extends EnumerableProject {
  RowProject(
      RelTraitSet traits, RelNode input, List<? extends RexNode> projects, RelDataType rowType) {
    super(input.getCluster(), traits, input, projects, rowType);
  }

  @Override
  public EnumerableProject copy(
      RelTraitSet traitSet, RelNode input, List<RexNode> projects, RelDataType rowType) {
    return new RowProject(traitSet, input, projects, rowType);
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return getProjects().stream().anyMatch(WasmCalls::in)
        ? Costs.ofCalledRows(planner, mq.getRowCount(getInput()))
        : super.computeSelfCost(planner, mq);
  }
}
