package org.wasmudf.sql.plan;

import java.util.List;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.exec.AggregateCursor;
import org.wasmudf.sql.exec.AggregateFunction;
import org.wasmudf.sql.exec.BatchCursor;
import org.wasmudf.sql.exec.GroupingSet;

/// Groups batches by hashing and computes SUM, COUNT, MIN, MAX, AVG and the functions of guests;
/// sums are exact, and one that overflows its type is an error.
public final class ArrowAggregate extends Aggregate implements ArrowRel {
  /// An aggregation that [Aggregates#supports].
  ArrowAggregate(
      RelTraitSet traits,
      RelNode input,
      ImmutableBitSet groupSet,
      @Nullable List<ImmutableBitSet> groupSets,
      List<AggregateCall> calls) {
    super(input.getCluster(), traits, List.of(), input, groupSet, groupSets, calls);
  }

  @Override
  public Aggregate copy(
      RelTraitSet traitSet,
      RelNode input,
      ImmutableBitSet groupSet,
      @Nullable List<ImmutableBitSet> groupSets,
      List<AggregateCall> calls) {
    return new ArrowAggregate(traitSet, input, groupSet, groupSets, calls);
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return Costs.ofBatches(planner, mq.getRowCount(getInput()), 0, false);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    List<ImmutableBitSet> merged = merged();
    return super.explainTerms(writer).itemIf("merged", merged, !merged.isEmpty());
  }

  /// The grouping sets whose groups are made of those of another set, and not of rows: those of
  /// which there is one with the same keys and more.
  ///
  /// Others gain nothing for certain: to group by all keys first may be more work than it saves.
  private List<ImmutableBitSet> merged() {
    return functions().stream().allMatch(ArrowAggregate::isMerged)
        ? getGroupSets().stream().filter(this::isPart).toList()
        : List.of();
  }

  /// Moving states that hold pointers takes the guest as long as taking in rows, or longer, and
  /// they may be larger than what it can return.
  private static boolean isMerged(AggregateFunction function) {
    return !(function instanceof AggregateFunction.Guest guest) || !guest.function().savesItself();
  }

  private boolean isPart(ImmutableBitSet set) {
    return getGroupSets().stream().anyMatch(each -> !each.equals(set) && each.contains(set));
  }

  @Override
  public BatchCursor open(ArrowContext context) {
    List<ImmutableBitSet> merged = merged();
    return new AggregateCursor(
        ((ArrowRel) getInput()).open(context),
        ColumnTypes.fields(getInput().getRowType()),
        getGroupSet().asList(),
        getGroupSets().stream()
            .map(set -> new GroupingSet(set.asList(), merged.contains(set)))
            .toList(),
        functions(),
        ColumnTypes.fields(getRowType()),
        context.allocator(),
        context.evaluator());
  }

  private List<AggregateFunction> functions() {
    return getAggCallList().stream()
        .map(call -> Aggregates.function(call, this).orElseThrow())
        .toList();
  }
}
