package org.wasmudf.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.BatchCall;
import org.wasmudf.arrow.KernelExpr;
import org.wasmudf.arrow.NestedType;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.sql.exec.Batch;
import org.wasmudf.sql.exec.BatchFunction;
import org.wasmudf.sql.exec.GuardedFunction;

/// The call of a function for batches: its arguments are made into columns first, by kernels where
/// they aren't columns already.
///
/// @param function what is called
/// @param columns how many columns the input has
/// @param arguments one for each parameter
/// @param guard TRUE for the rows that the function gets, the others are NULL; null for all of them
record BatchProgram(
    org.wasmudf.arrow.BatchFunction function,
    int columns,
    List<Argument> arguments,
    @Nullable KernelProgram guard)
    implements ColumnProgram {
  /// What is passed for a parameter.
  sealed interface Argument {
    /// A column of the input, as it is.
    record Input(int index) implements Argument {}

    /// What a kernel computes.
    ///
    /// @param isConstant whether it is the same for every row of an execution
    record Computed(KernelProgram program, boolean isConstant) implements Argument {}

    /// A parameter of the statement that is made of others.
    record Parameter(KernelProgram.Parameter parameter) implements Argument {}

    /// A constant that is made of others.
    ///
    /// @param value in a form that [org.wasmudf.sql.exec.CellWriter] takes
    record Constant(SqlType type, @Nullable Object value) implements Argument {}

    /// Nothing when it is beyond kernels.
    static Optional<Argument> of(RexNode node, SqlType type, int columns, RexBuilder rexBuilder) {
      if (type instanceof NestedType nested) {
        return nested(node, nested);
      }
      return KernelTranslator.translateArgument(node, type, columns, rexBuilder)
          .map(
              program ->
                  program.expression() instanceof KernelExpr.Column column
                          && column.index() < columns
                      ? new Input(column.index())
                      : new Computed(program, isConstant(node)));
    }

    private static Optional<Argument> nested(RexNode node, NestedType type) {
      if (!ColumnTypes.functionType(node.getType()).filter(type::isLike).isPresent()) {
        return Optional.empty();
      }
      return switch (node) {
        case RexInputRef reference -> Optional.of(new Input(reference.getIndex()));
        case RexDynamicParam parameter ->
            Optional.of(new Parameter(new KernelProgram.Parameter(parameter.getIndex(), type)));
        default -> NestedConstant.of(node).map(constant -> new Constant(type, constant.value()));
      };
    }
  }

  BatchProgram {
    arguments = List.copyOf(arguments);
  }

  /// The program of a call, or of a call that is guarded as [CallSplitter] does it.
  ///
  /// @return nothing when it is neither, or when an argument or the guard is beyond kernels
  static Optional<BatchProgram> of(RexNode expression, int columns, RexBuilder rexBuilder) {
    if (WasmCalls.isBatchCall(expression)) {
      return of((RexCall) expression, null, columns, rexBuilder);
    }
    return isGuardedCall(expression)
        ? KernelTranslator.translate(guard(expression), columns, rexBuilder)
            .flatMap(guard -> of(guardedCall(expression), guard, columns, rexBuilder))
        : Optional.empty();
  }

  /// Whether an expression is a call under a condition, and NULL otherwise.
  static boolean isGuardedCall(RexNode expression) {
    return expression.getKind() == SqlKind.CASE
        && ((RexCall) expression).getOperands().size() == 3
        && WasmCalls.isBatchCall(((RexCall) expression).getOperands().get(1))
        && RexUtil.isNullLiteral(((RexCall) expression).getOperands().getLast(), true);
  }

  private static RexNode guard(RexNode guarded) {
    return ((RexCall) guarded).getOperands().getFirst();
  }

  private static RexCall guardedCall(RexNode guarded) {
    return (RexCall) ((RexCall) guarded).getOperands().get(1);
  }

  private static Optional<BatchProgram> of(
      RexCall call, @Nullable KernelProgram guard, int columns, RexBuilder rexBuilder) {
    var function =
        (org.wasmudf.arrow.BatchFunction) WasmCalls.functionOf(call.getOperator()).orElseThrow();
    List<Argument> arguments = new ArrayList<>();
    for (RexNode each : call.getOperands()) {
      SqlType type = function.signature().parameters().get(arguments.size());
      Optional<Argument> argument = Argument.of(each, type, columns, rexBuilder);
      if (argument.isEmpty()) {
        return Optional.empty();
      }
      arguments.add(argument.get());
    }
    return Optional.of(new BatchProgram(function, columns, arguments, guard));
  }

  private static boolean isConstant(RexNode node) {
    return switch (node) {
      case RexLiteral _, RexDynamicParam _ -> true;
      case RexCall call when call.getKind() == SqlKind.CAST ->
          isConstant(call.getOperands().getFirst());
      default -> false;
    };
  }

  @Override
  public BatchFunction open(ArrowContext context) {
    BatchCall call = context.evaluator().prepare(function);
    List<Source> sources =
        arguments.stream().map(argument -> Source.of(argument, context)).toList();
    BatchFunction calls = (batch, rows) -> call(call, sources, batch, rows);
    return guard == null
        ? calls
        : new GuardedFunction(
            guard.open(context),
            calls,
            columns,
            function.signature().result().field("result"),
            context.allocator());
  }

  private static FieldVector call(BatchCall call, List<Source> sources, Batch batch, int rows) {
    List<FieldVector> made = new ArrayList<>();
    try {
      List<FieldVector> values = new ArrayList<>();
      int some = rows;
      for (Source each : sources) {
        FieldVector column = each.column(batch, some);
        values.add(column);
        if (each.isComputed()) {
          made.add(column);
          some = Math.min(some, column.getValueCount());
        }
      }
      return call.evaluateSome(values, some);
    } finally {
      made.forEach(FieldVector::close);
    }
  }

  /// Where the values of an argument come from in an execution.
  private sealed interface Source {
    static Source of(Argument argument, ArrowContext context) {
      return switch (argument) {
        case Argument.Input(int index) -> new InputSource(index);
        case Argument.Computed(KernelProgram program, boolean isConstant) -> {
          BatchFunction function = program.open(context);
          yield isConstant ? new ConstantSource(function, context) : new ComputedSource(function);
        }
        case Argument.Parameter(KernelProgram.Parameter parameter) ->
            new ValueSource(context.parameterValue(parameter));
        case Argument.Constant(SqlType type, Object value) ->
            new ValueSource(context.constantValue(type.field("constant"), value));
      };
    }

    /// Values for the first rows of a batch, or a single one for all of them.
    FieldVector column(Batch batch, int rows);

    /// Whether columns are the caller's to close.
    default boolean isComputed() {
      return this instanceof ComputedSource;
    }
  }

  private record InputSource(int index) implements Source {
    @Override
    public FieldVector column(Batch batch, int rows) {
      return batch.column(index);
    }
  }

  private record ComputedSource(BatchFunction function) implements Source {
    @Override
    public FieldVector column(Batch batch, int rows) {
      return function.apply(batch, rows);
    }
  }

  private record ValueSource(FieldVector column) implements Source {
    @Override
    public FieldVector column(Batch batch, int rows) {
      return column;
    }
  }

  private static final class ConstantSource implements Source {
    private final BatchFunction function;
    private final ArrowContext context;
    private @Nullable FieldVector value;

    ConstantSource(BatchFunction function, ArrowContext context) {
      this.function = function;
      this.context = context;
    }

    @Override
    public FieldVector column(Batch batch, int rows) {
      if (value == null) {
        value = context.own(function.apply(batch, 1));
      }
      return value;
    }
  }
}
