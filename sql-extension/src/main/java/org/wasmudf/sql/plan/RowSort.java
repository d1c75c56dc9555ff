package org.wasmudf.sql.plan;

import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.EnumerableSort;
import org.apache.calcite.adapter.enumerable.PhysType;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.BuiltInMethod;
import org.jspecify.annotations.Nullable;

/// Calcite's own sort, which makes a BigDecimal of each number where it sorts by one column only:
/// that is slow, and fails on NaN and the infinities. This one compares rows as Calcite does by
/// several columns.
final class RowSort extends EnumerableSort {
  RowSort(RelTraitSet traits, RelNode input, RelCollation collation) {
    super(input.getCluster(), traits, input, collation, null, null);
  }

  @Override
  public RowSort copy(
      RelTraitSet traitSet,
      RelNode newInput,
      RelCollation newCollation,
      @Nullable RexNode offset,
      @Nullable RexNode fetch) {
    return new RowSort(traitSet, newInput, newCollation);
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    Result sorted = implementor.visitChild(this, 0, (EnumerableRel) getInput(), prefer);
    PhysType rowType = PhysTypeImpl.of(implementor.getTypeFactory(), getRowType(), sorted.format);
    BlockBuilder builder = new BlockBuilder();
    Expression rows = builder.append("child", sorted.block);
    builder.add(
        Expressions.call(
            rows,
            BuiltInMethod.ORDER_BY.method,
            Expressions.call(BuiltInMethod.IDENTITY_SELECTOR.method),
            builder.append("comparator", sorted.physType.generateComparator(getCollation()))));
    return implementor.result(rowType, builder.toBlock());
  }
}
