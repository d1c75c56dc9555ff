package org.wasmudf.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableProject;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/// Projections and filters that mix calls of guests with what kernels can't do, as operators of
/// both kinds on top of each other: so the calls still run over batches. Calls that several
/// expressions share are a level of their own.
///
/// They are divided into operators at once, and not into logical projections, which Calcite's rules
/// would merge again.
final class MixedExpressions {
  private final RelNode input;
  private final RelTraitSet arrow;
  private final RelTraitSet rows;

  private MixedExpressions(RelNode input) {
    this.input = input;
    this.arrow = input.getCluster().traitSetOf(ArrowConvention.INSTANCE);
    this.rows = input.getCluster().traitSetOf(EnumerableConvention.INSTANCE);
  }

  /// The operators of a projection, if it has to be divided and its top belongs to a convention.
  static @Nullable RelNode project(Project project, Convention convention) {
    List<RexNode> projects = project.getProjects();
    if (!project.getVariablesSet().isEmpty() || !isDivisible(projects, project.getInput())) {
      return null;
    }
    var mixed = new MixedExpressions(project.getInput());
    return split(projects, project.getInput())
        .map(split -> mixed.project(split, project.getRowType()))
        .filter(top -> convention.equals(top.getConvention()))
        .orElse(null);
  }

  private static Optional<CallSplitter.Split> split(List<RexNode> expressions, RelNode input) {
    RexBuilder rexBuilder = input.getCluster().getRexBuilder();
    List<RexNode> expanded =
        expressions.stream().map(each -> RexUtil.expandSearch(rexBuilder, null, each)).toList();
    return CommonCalls.split(expanded, List.of(), input)
        .or(() -> CallSplitter.split(expanded, input));
  }

  /// Expressions over operators that have been made for them.
  ///
  /// @param input the operators
  /// @param expressions over their columns
  record Divided(RelNode input, List<RexNode> expressions) {}

  /// The columns of a division as operators over batches, which are no projection that rules could
  /// put back.
  ///
  /// @param input what was divided over, or an operator with further columns behind
  /// @param inputs how many columns were known when it was divided
  /// @param split its lower expressions are calls
  /// @return what becomes of the upper ones; nothing when the calls don't run over batches
  static Optional<Divided> withCalls(RelNode input, int inputs, CallSplitter.Split split) {
    var mixed = new MixedExpressions(input);
    Optional<CallSplitter.Split> again = split(split.lower(), input);
    RelNode below =
        again.isPresent()
            ? mixed.batches(mixed.withColumns(again.get().lower()))
            : RelOptRule.convert(input, mixed.arrow);
    List<RexNode> calls = again.map(CallSplitter.Split::upper).orElse(split.lower());
    int more = below.getRowType().getFieldCount() - inputs;
    List<RexNode> upper =
        split.upper().stream().map(each -> RexUtil.shift(each, inputs, more)).toList();
    return mixed.arrowColumns(below, calls).map(columns -> new Divided(columns, upper));
  }

  /// The rows for which a condition is TRUE, with that as a column behind them: operators that cost
  /// what others beside calls do, which have kernels anyway.
  ///
  /// @return nothing when the condition is beyond kernels
  static Optional<RelNode> filtered(RelNode input, RexNode condition) {
    var mixed = new MixedExpressions(input);
    RexNode expanded = RexUtil.expandSearch(input.getCluster().getRexBuilder(), null, condition);
    return mixed
        .arrowColumns(RelOptRule.convert(input, mixed.arrow), List.of(expanded))
        .flatMap(mixed::passing);
  }

  /// Operators over batches with more columns, if all of them can be computed.
  private Optional<ArrowColumns> arrowColumns(RelNode below, List<RexNode> columns) {
    int inputs = below.getRowType().getFieldCount();
    RexBuilder rexBuilder = below.getCluster().getRexBuilder();
    boolean computed =
        ColumnTypes.supports(below.getRowType())
            && columns.stream()
                .allMatch(each -> ColumnProgram.of(each, inputs, rexBuilder).isPresent());
    return computed
        ? Optional.of(
            new ArrowColumns(arrow, below, columns, new MixedExpressions(below).rowType(columns)))
        : Optional.empty();
  }

  /// The operators of a filter, if it has to be divided.
  static @Nullable RelNode filter(Filter filter) {
    RelNode input = filter.getInput();
    List<RexNode> condition = List.of(filter.getCondition());
    if (!filter.getVariablesSet().isEmpty()
        || !isDivisible(condition, input)
        || (split(condition, input).isEmpty() && !isBatchCall(filter))) {
      return null;
    }
    var mixed = new MixedExpressions(input);
    return mixed.kept(mixed.batches(mixed.withColumns(condition))).orElse(null);
  }

  /// The rows for which the column behind the input's own ones is TRUE, with that column.
  private Optional<RelNode> passing(RelNode extended) {
    RexNode passes = RexInputRef.of(input.getRowType().getFieldCount(), extended.getRowType());
    return ArrowFilter.create(arrow, extended, passes).map(RelNode.class::cast);
  }

  /// The same rows without it.
  private Optional<RelNode> kept(RelNode extended) {
    return passing(extended)
        .flatMap(
            rows ->
                ArrowProject.create(
                    arrow, rows, CallSplitter.references(input), input.getRowType()));
  }

  /// Whether the condition is a column that a function for batches computes.
  private static boolean isBatchCall(Filter filter) {
    RelNode input = filter.getInput();
    return BatchProgram.of(
            filter.getCondition(),
            input.getRowType().getFieldCount(),
            input.getCluster().getRexBuilder())
        .isPresent();
  }

  /// Whether expressions call guests, and over columns that batches have.
  static boolean isDivisible(List<RexNode> expressions, RelNode input) {
    return ColumnTypes.supports(input.getRowType())
        && expressions.stream().anyMatch(WasmCalls::in)
        && !RexOver.containsOver(expressions, null)
        && RexUtil.SubQueryFinder.find(expressions) == null;
  }

  private RelNode project(CallSplitter.Split split, RelDataType rowType) {
    RelNode below = withColumns(split.lower());
    boolean calls = split.upper().stream().anyMatch(WasmCalls::in);
    if (calls || below instanceof ArrowRel) {
      Optional<ArrowProject> kernels =
          ArrowProject.create(arrow, batches(below), split.upper(), rowType);
      if (kernels.isPresent()) {
        return kernels.get();
      }
    }
    if (calls) {
      Optional<CallSplitter.Split> again = CallSplitter.split(split.upper(), below);
      if (again.isPresent()) {
        return new MixedExpressions(below).project(again.get(), rowType);
      }
    }
    return new EnumerableProject(input.getCluster(), rows, rows(below), split.upper(), rowType);
  }

  /// The input with more columns behind its own.
  private RelNode withColumns(List<RexNode> columns) {
    RelDataType rowType = rowType(columns);
    if (columns.stream().noneMatch(WasmCalls::in)) {
      List<RexNode> all = new ArrayList<>(CallSplitter.references(input));
      all.addAll(columns);
      RelNode below =
          RelOptRule.convert(input, input.getTraitSet().replace(EnumerableConvention.INSTANCE));
      return new EnumerableProject(input.getCluster(), rows, below, all, rowType);
    }
    Optional<CallSplitter.Split> split = split(columns, input);
    if (split.isEmpty()) {
      RelNode below =
          RelOptRule.convert(input, input.getTraitSet().replace(ArrowConvention.INSTANCE));
      return new ArrowColumns(arrow, below, columns, rowType);
    }
    List<RexNode> all = new ArrayList<>(CallSplitter.references(input));
    all.addAll(split.get().upper());
    return project(new CallSplitter.Split(split.get().lower(), all), rowType);
  }

  private RelDataType rowType(List<RexNode> columns) {
    RelDataTypeFactory.Builder builder = input.getCluster().getTypeFactory().builder();
    builder.addAll(input.getRowType().getFieldList());
    for (RexNode each : columns) {
      builder.add("$c" + builder.getFieldCount(), each.getType());
    }
    return builder.uniquify().build();
  }

  private RelNode batches(RelNode rel) {
    return rel instanceof ArrowRel ? rel : new EnumerableToArrow(arrow, rel);
  }

  private RelNode rows(RelNode rel) {
    return rel instanceof ArrowRel ? new ArrowToEnumerable(rows, rel) : rel;
  }
}
