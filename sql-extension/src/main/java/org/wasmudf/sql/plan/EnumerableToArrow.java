package org.wasmudf.sql.plan;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterImpl;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.exec.BatchCursor;
import org.wasmudf.sql.exec.RowsCursor;

/// Makes batches of the rows of an enumerable operator.
public final class EnumerableToArrow extends ConverterImpl implements ArrowRel {
  EnumerableToArrow(RelTraitSet traits, RelNode input) {
    super(input.getCluster(), ConventionTraitDef.INSTANCE, traits, input);
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new EnumerableToArrow(traitSet, inputs.getFirst());
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return Costs.ofConversion(super.computeSelfCost(planner, mq), getRowType());
  }

  /// Whether the rows can be read without generated code.
  boolean isInterpreted() {
    return getInput() instanceof RowSource;
  }

  @Override
  public BatchCursor open(ArrowContext context) {
    Enumerable<?> rows =
        getInput() instanceof RowSource source
            ? source.rows(context.data())
            : context.inputRows(this);
    List<Field> fields = ColumnTypes.fields(getRowType());
    return new RowsCursor(rows::enumerator, fields, context.allocator(), context::checkCancelled);
  }
}
