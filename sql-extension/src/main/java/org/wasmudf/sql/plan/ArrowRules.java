package org.wasmudf.sql.plan;

import java.util.List;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableProject;
import org.apache.calcite.adapter.enumerable.EnumerableRules;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.logical.LogicalTableFunctionScan;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/// The rules that make operators over batches of the planner's logical ones.
public final class ArrowRules {
  private static final List<RelOptRule> ALL =
      List.of(
          rule(LogicalValues.class, Convention.NONE, ArrowConvention.INSTANCE, ArrowRules::values),
          rule(LogicalFilter.class, Convention.NONE, ArrowConvention.INSTANCE, ArrowRules::filter),
          rule(
              LogicalProject.class, Convention.NONE, ArrowConvention.INSTANCE, ArrowRules::project),
          rule(
              LogicalAggregate.class,
              Convention.NONE,
              ArrowConvention.INSTANCE,
              ArrowRules::aggregate),
          rule(
              LogicalAggregate.class,
              Convention.NONE,
              EnumerableConvention.INSTANCE,
              RowAggregates::enumerable),
          rule(
              RelNode.class,
              ArrowConvention.INSTANCE,
              EnumerableConvention.INSTANCE,
              ArrowRules::toEnumerable),
          rule(
              RelNode.class,
              EnumerableConvention.INSTANCE,
              ArrowConvention.INSTANCE,
              ArrowRules::toArrow),
          rule(
              LogicalProject.class,
              Convention.NONE,
              EnumerableConvention.INSTANCE,
              ArrowRules::rowProject),
          rule(
              LogicalFilter.class,
              Convention.NONE,
              EnumerableConvention.INSTANCE,
              ArrowRules::rowFilter),
          rule(
              LogicalTableFunctionScan.class,
              Convention.NONE,
              EnumerableConvention.INSTANCE,
              TableFunctionRows::of),
          rule(
              LogicalSort.class,
              Convention.NONE,
              EnumerableConvention.INSTANCE,
              ArrowRules::rowSort),
          rule(
              LogicalProject.class,
              Convention.NONE,
              EnumerableConvention.INSTANCE,
              "WasmMixed",
              project -> MixedExpressions.project(project, EnumerableConvention.INSTANCE)),
          SharedCallsRule.INSTANCE,
          ReduceAggregatesRule.STATISTICS,
          ReduceAggregatesRule.AVERAGES);

  private ArrowRules() {}

  /// All rules. [#register] adds them, and takes away what they replace.
  public static List<RelOptRule> all() {
    return ALL;
  }

  /// Makes a planner use them. Harmless the second time.
  public static void register(RelOptPlanner planner) {
    ALL.forEach(planner::addRule);
    planner.removeRule(CoreRules.AGGREGATE_REDUCE_FUNCTIONS);
    planner.removeRule(EnumerableRules.ENUMERABLE_PROJECT_RULE);
    planner.removeRule(EnumerableRules.ENUMERABLE_FILTER_RULE);
    planner.removeRule(EnumerableRules.ENUMERABLE_SORT_RULE);
    planner.removeRule(EnumerableRules.ENUMERABLE_TABLE_FUNCTION_SCAN_RULE);
    planner.removeRule(EnumerableRules.ENUMERABLE_AGGREGATE_RULE);
    planner.removeRule(EnumerableRules.ENUMERABLE_SORTED_AGGREGATE_RULE);
  }

  /// Makes an operator of another convention, or null when it can't.
  @FunctionalInterface
  private interface Conversion<R extends RelNode> {
    @Nullable RelNode convert(R rel);
  }

  private static final class ArrowRule extends ConverterRule {
    private final Conversion<RelNode> conversion;

    ArrowRule(Config config, Conversion<RelNode> conversion) {
      super(config);
      this.conversion = conversion;
    }

    @Override
    public @Nullable RelNode convert(RelNode rel) {
      return conversion.convert(rel);
    }
  }

  private static <R extends RelNode> RelOptRule rule(
      Class<R> type, Convention from, Convention to, Conversion<R> conversion) {
    return rule(type, from, to, "Wasm", conversion);
  }

  private static <R extends RelNode> RelOptRule rule(
      Class<R> type, Convention from, Convention to, String prefix, Conversion<R> conversion) {
    return ConverterRule.Config.INSTANCE
        .withConversion(type, from, to, prefix + type.getSimpleName())
        .withRuleFactory(config -> new ArrowRule(config, rel -> conversion.convert(type.cast(rel))))
        .toRule(ArrowRule.class);
  }

  private static RelTraitSet arrow(RelNode rel) {
    return rel.getCluster().traitSetOf(ArrowConvention.INSTANCE);
  }

  /// The input without an order that it may have: no operator over batches promises one.
  private static RelNode input(RelNode input) {
    return RelOptRule.convert(input, arrow(input));
  }

  private static @Nullable RelNode values(LogicalValues values) {
    return ColumnTypes.supports(values.getRowType())
        ? new ArrowValues(
            values.getCluster(), values.getRowType(), values.getTuples(), arrow(values))
        : null;
  }

  private static @Nullable RelNode filter(LogicalFilter filter) {
    if (!filter.getVariablesSet().isEmpty()
        || !ColumnTypes.supports(filter.getInput().getRowType())) {
      return null;
    }
    RelNode divided = MixedExpressions.filter(filter);
    return divided != null
        ? divided
        : ArrowFilter.create(arrow(filter), input(filter.getInput()), filter.getCondition())
            .orElse(null);
  }

  private static @Nullable RelNode project(LogicalProject project) {
    if (!project.getVariablesSet().isEmpty()
        || !ColumnTypes.supports(project.getInput().getRowType())) {
      return null;
    }
    RelNode divided = MixedExpressions.project(project, ArrowConvention.INSTANCE);
    return divided != null
        ? divided
        : ArrowProject.create(
                arrow(project),
                input(project.getInput()),
                project.getProjects(),
                project.getRowType())
            .orElse(null);
  }

  private static @Nullable RelNode aggregate(Aggregate aggregate) {
    return Aggregates.supports(aggregate)
        ? new ArrowAggregate(
            arrow(aggregate),
            input(aggregate.getInput()),
            aggregate.getGroupSet(),
            aggregate.getGroupSets(),
            aggregate.getAggCallList())
        : null;
  }

  private static @Nullable RelNode rowProject(LogicalProject project) {
    if (project.containsOver()
        || !project.getVariablesSet().isEmpty()
        || RexUtil.M2V_FINDER.inProject(project)
        || RexUtil.SubQueryFinder.containsSubQuery(project)) {
      return null;
    }
    EnumerableProject plain =
        EnumerableProject.create(
            rowInput(project.getInput()), project.getProjects(), project.getRowType());
    return project.getProjects().stream().noneMatch(WasmCalls::in)
        ? plain
        : new RowProject(
            plain.getTraitSet(), plain.getInput(), plain.getProjects(), plain.getRowType());
  }

  private static @Nullable RelNode rowFilter(LogicalFilter filter) {
    return filter.containsOver() || RexUtil.SubQueryFinder.containsSubQuery(filter)
        ? null
        : new RowFilter(
            filter.getTraitSet().replace(EnumerableConvention.INSTANCE),
            rowInput(filter.getInput()),
            filter.getCondition());
  }

  /// Another rule takes a LIMIT off.
  private static @Nullable RelNode rowSort(LogicalSort sort) {
    return sort.offset != null || sort.fetch != null
        ? null
        : new RowSort(
            sort.getTraitSet().replace(EnumerableConvention.INSTANCE),
            rowInput(sort.getInput()),
            sort.getCollation());
  }

  private static RelNode rowInput(RelNode input) {
    return RelOptRule.convert(input, input.getTraitSet().replace(EnumerableConvention.INSTANCE));
  }

  private static RelNode toEnumerable(RelNode rel) {
    return new ArrowToEnumerable(rel.getTraitSet().replace(EnumerableConvention.INSTANCE), rel);
  }

  private static @Nullable RelNode toArrow(RelNode rel) {
    return ColumnTypes.supports(rel.getRowType()) ? new EnumerableToArrow(arrow(rel), rel) : null;
  }
}
