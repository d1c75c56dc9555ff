package org.wasmudf.sql.plan;

import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.exec.BatchCursor;
import org.wasmudf.sql.exec.FilterCursor;
import org.wasmudf.sql.exec.ProjectCursor;

/// Keeps the rows for which a kernel says that the condition is TRUE.
public final class ArrowFilter extends Filter implements ArrowRel {
  private final KernelProgram program;

  private ArrowFilter(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode input,
      RexNode condition,
      KernelProgram program) {
    super(cluster, traits, input, condition);
    this.program = program;
  }

  /// A filter, if a kernel can decide the condition.
  static Optional<ArrowFilter> create(RelTraitSet traits, RelNode input, RexNode condition) {
    RelOptCluster cluster = input.getCluster();
    return KernelTranslator.translate(
            condition, input.getRowType().getFieldCount(), cluster.getRexBuilder())
        .map(program -> new ArrowFilter(cluster, traits, input, condition, program));
  }

  @Override
  public Filter copy(RelTraitSet traitSet, RelNode input, RexNode condition) {
    return create(traitSet, input, condition)
        .orElseThrow(() -> new IllegalArgumentException("no kernel for " + condition));
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    int calls = WasmCalls.count(List.of(getCondition()));
    boolean startsKernel = !isColumn() && calls == 0 && !ArrowColumns.callBelow(getInput());
    return Costs.ofBatches(planner, mq.getRowCount(getInput()), calls, startsKernel);
  }

  @Override
  public BatchCursor open(ArrowContext context) {
    return new FilterCursor(
        ((ArrowRel) getInput()).open(context),
        getInput().getRowType().getFieldCount(),
        isColumn()
            ? new ProjectCursor.Column.Input(((RexInputRef) getCondition()).getIndex())
            : new ProjectCursor.Column.Computed(program.open(context)),
        context.allocator());
  }

  /// Whether the condition has been computed already.
  private boolean isColumn() {
    return getCondition() instanceof RexInputRef;
  }
}
