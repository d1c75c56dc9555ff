package org.wasmudf.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.KernelExpr;
import org.wasmudf.sql.exec.BatchCursor;
import org.wasmudf.sql.exec.ProjectCursor;

/// Picks columns, repeats constants, and computes other columns with a kernel or a function for
/// batches each.
public final class ArrowProject extends Project implements ArrowRel {
  /// How one column is made.
  private sealed interface Output {
    /// A column of the input.
    record Input(int index) implements Output {}

    /// The same value in each row.
    record Constant(Field field, @Nullable Object value) implements Output {}

    /// The value of a statement's parameter in each row.
    record Parameter(KernelProgram.Parameter parameter) implements Output {}

    /// What a kernel or a function for batches makes of other columns.
    record Computed(ColumnProgram program) implements Output {}
  }

  private final List<Output> outputs;

  private ArrowProject(
      RelTraitSet traits,
      RelNode input,
      List<RexNode> projects,
      RelDataType rowType,
      List<Output> outputs) {
    super(input.getCluster(), traits, List.of(), input, projects, rowType, Set.of());
    this.outputs = outputs;
  }

  /// A projection, if kernels can compute it.
  static Optional<ArrowProject> create(
      RelTraitSet traits, RelNode input, List<RexNode> projects, RelDataType rowType) {
    if (!ColumnTypes.supports(rowType)) {
      return Optional.empty();
    }
    List<Field> fields = ColumnTypes.fields(rowType);
    RexBuilder rexBuilder = input.getCluster().getRexBuilder();
    int columns = input.getRowType().getFieldCount();
    List<Output> outputs = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      Optional<Output> output = output(projects.get(i), fields.get(i), columns, rexBuilder);
      if (output.isEmpty()) {
        return Optional.empty();
      }
      outputs.add(output.get());
    }
    return Optional.of(new ArrowProject(traits, input, projects, rowType, outputs));
  }

  private static Optional<Output> output(
      RexNode project, Field field, int columns, RexBuilder rexBuilder) {
    return switch (project) {
      case RexInputRef reference -> Optional.of(new Output.Input(reference.getIndex()));
      case RexLiteral literal ->
          Optional.of(new Output.Constant(field, Literals.javaValue(literal)));
      default -> ColumnProgram.of(project, columns, rexBuilder).map(ArrowProject::output);
    };
  }

  /// What needs no kernel is not worth one.
  private static Output output(ColumnProgram program) {
    if (program instanceof KernelProgram kernel
        && kernel.expression() instanceof KernelExpr.Column(int index, _)) {
      return index < kernel.columns()
          ? new Output.Input(index)
          : new Output.Parameter(kernel.parameters().get(index - kernel.columns()));
    }
    return new Output.Computed(program);
  }

  /// Whether it calls functions for batches: no kernel above takes such a call into an expression
  /// of its own.
  public boolean callsBatches() {
    return outputs.stream().anyMatch(each -> each instanceof Output.Computed(BatchProgram _));
  }

  @Override
  public Project copy(
      RelTraitSet traitSet, RelNode input, List<RexNode> projects, RelDataType rowType) {
    return create(traitSet, input, projects, rowType)
        .orElseThrow(() -> new IllegalArgumentException("no kernels for " + projects));
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    boolean kernels = outputs.stream().anyMatch(Output.Computed.class::isInstance);
    int calls = WasmCalls.count(getProjects());
    boolean startsKernel = kernels && calls == 0 && !ArrowColumns.callBelow(getInput());
    return Costs.ofBatches(planner, mq.getRowCount(getInput()), calls, startsKernel);
  }

  @Override
  public BatchCursor open(ArrowContext context) {
    List<ProjectCursor.Column> columns = new ArrayList<>();
    for (Output each : outputs) {
      columns.add(
          switch (each) {
            case Output.Input(int index) -> new ProjectCursor.Column.Input(index);
            case Output.Constant(Field field, Object value) ->
                new ProjectCursor.Column.Constant(context.constantColumn(field, value));
            case Output.Parameter(KernelProgram.Parameter parameter) ->
                new ProjectCursor.Column.Constant(context.parameterColumn(parameter));
            case Output.Computed(ColumnProgram program) ->
                new ProjectCursor.Column.Computed(program.open(context));
          });
    }
    return new ProjectCursor(
        ((ArrowRel) getInput()).open(context),
        getInput().getRowType().getFieldCount(),
        columns,
        context.allocator());
  }
}
