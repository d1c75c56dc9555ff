package org.wasmudf.sql.plan;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.exec.BatchCursor;
import org.wasmudf.sql.exec.RowsCursor;

/// Rows of constants.
public final class ArrowValues extends Values implements ArrowRel {
  ArrowValues(
      RelOptCluster cluster,
      RelDataType rowType,
      ImmutableList<ImmutableList<RexLiteral>> tuples,
      RelTraitSet traits) {
    super(cluster, rowType, tuples, traits);
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new ArrowValues(getCluster(), getRowType(), getTuples(), traitSet);
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return Costs.scaled(super.computeSelfCost(planner, mq), Costs.BATCHED_ROW);
  }

  @Override
  public BatchCursor open(ArrowContext context) {
    List<@Nullable Object[]> rows =
        getTuples().stream()
            .map(tuple -> tuple.stream().map(Literals::javaValue).toArray())
            .toList();
    return new RowsCursor(
        () -> Linq4j.enumerator(rows),
        ColumnTypes.fields(getRowType()),
        context.allocator(),
        context::checkCancelled);
  }
}
