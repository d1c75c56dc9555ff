package org.wasmudf.sql.plan;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysType;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterImpl;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.runtime.Bindable;
import org.apache.calcite.runtime.Typed;
import org.jspecify.annotations.Nullable;

/// Makes rows of batches, for enumerable operators above or for the statement's result.
public final class ArrowToEnumerable extends ConverterImpl implements EnumerableRel {
  ArrowToEnumerable(RelTraitSet traits, RelNode input) {
    super(input.getCluster(), ConventionTraitDef.INSTANCE, traits, input);
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new ArrowToEnumerable(traitSet, inputs.getFirst());
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return Costs.ofConversion(super.computeSelfCost(planner, mq), getRowType());
  }

  /// The rows without generated code, if everything below allows it. As the root of a plan this
  /// saves the time to compile it.
  public Optional<Bindable<?>> interpreted() {
    ArrowPlan plan = new ArrowPlan((ArrowRel) getInput());
    return plan.inputs().isEmpty()
        ? Optional.of(new Rows(plan, getRowType().getFieldCount() == 1))
        : Optional.empty();
  }

  private record Rows(ArrowPlan plan, boolean scalar) implements Bindable<Object>, Typed {
    @Override
    @SuppressWarnings("unchecked") // Rows are arrays, but those of one column are values.
    public Enumerable<@Nullable Object> bind(DataContext data) {
      return scalar
          ? plan.values(data)
          : (Enumerable<@Nullable Object>) (Enumerable<?>) plan.rows(data);
    }

    @Override
    public Type getElementType() {
      return scalar ? Object.class : Object[].class;
    }
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    ArrowPlan plan = new ArrowPlan((ArrowRel) getInput());
    BlockBuilder code = new BlockBuilder();
    List<Expression> inputs = new ArrayList<>();
    for (EnumerableToArrow each : plan.inputs()) {
      Result result = ((EnumerableRel) each.getInput()).implement(implementor, Prefer.ARRAY);
      Expression rows = code.append("input", result.block);
      inputs.add(result.physType.convertTo(rows, JavaRowFormat.ARRAY));
    }
    PhysType rows =
        PhysTypeImpl.of(implementor.getTypeFactory(), getRowType(), JavaRowFormat.ARRAY);
    String method = rows.getFormat() == JavaRowFormat.SCALAR ? "values" : "rows";
    code.add(
        Expressions.return_(
            null,
            Expressions.call(
                implementor.stash(plan, ArrowPlan.class),
                method,
                DataContext.ROOT,
                Expressions.newArrayInit(Enumerable.class, inputs))));
    return implementor.result(rows, code.toBlock());
  }
}
