package org.wasmudf.sql.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.plan.volcano.RelSubset;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.exec.BatchCursor;
import org.wasmudf.sql.exec.ProjectCursor;

/// Adds columns that kernels and functions for batches compute to those of its input, for the
/// operator above.
///
/// No projection to Calcite, whose rules would put the columns back into the expressions that they
/// were taken out of.
final class ArrowColumns extends SingleRel implements ArrowRel {
  private final List<RexNode> columns;
  private final List<ColumnProgram> programs;

  /// @param columns expressions that have a [ColumnProgram]
  /// @param rowType the input's columns and these
  ArrowColumns(RelTraitSet traits, RelNode input, List<RexNode> columns, RelDataType rowType) {
    super(input.getCluster(), traits, input);
    this.columns = List.copyOf(columns);
    this.rowType = rowType;
    int inputs = input.getRowType().getFieldCount();
    this.programs =
        columns.stream()
            .map(
                each ->
                    ColumnProgram.of(each, inputs, input.getCluster().getRexBuilder())
                        .orElseThrow())
            .toList();
  }

  /// Whether such an operator below calls guests, so that there are kernels anyway.
  ///
  /// @param rel an operator, or all those that the planner may choose from
  static boolean callBelow(RelNode rel) {
    return callBelow(rel, new HashSet<>());
  }

  private static boolean callBelow(RelNode rel, Set<RelNode> seen) {
    RelNode node = rel instanceof RelSubset subset ? subset.getOriginal() : rel;
    if (node == null || !seen.add(node)) {
      return false;
    }
    return (node instanceof ArrowColumns some && WasmCalls.count(some.columns) > 0)
        || node.getInputs().stream().anyMatch(each -> callBelow(each, seen));
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new ArrowColumns(traitSet, inputs.getFirst(), columns, rowType);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("columns", columns);
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return Costs.ofBatches(planner, mq.getRowCount(getInput()), WasmCalls.count(columns), false);
  }

  @Override
  public BatchCursor open(ArrowContext context) {
    List<ProjectCursor.Column> outputs = new ArrayList<>();
    for (int i = 0; i < getInput().getRowType().getFieldCount(); i++) {
      outputs.add(new ProjectCursor.Column.Input(i));
    }
    for (ColumnProgram each : programs) {
      outputs.add(new ProjectCursor.Column.Computed(each.open(context)));
    }
    return new ProjectCursor(
        ((ArrowRel) getInput()).open(context),
        getInput().getRowType().getFieldCount(),
        outputs,
        context.allocator());
  }
}
