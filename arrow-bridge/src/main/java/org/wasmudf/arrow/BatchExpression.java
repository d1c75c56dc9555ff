package org.wasmudf.arrow;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.Guest;
import org.wasmudf.runtime.Meter;
import org.wasmudf.runtime.Sandbox;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.binary.InstrumentedModule;
import org.wasmudf.runtime.engine.Extern;
import org.wasmudf.runtime.engine.Import;
import org.wasmudf.runtime.limit.ExceededLimit;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.wasi.CallContext;

/// An expression, ready to be evaluated over many batches. Made by a [BatchEvaluator], under its
/// rules.
public final class BatchExpression {
  /// Results of less are not worth a call of their own, whatever a tenant may have.
  private static final long LEAST_OUTPUT_BYTES = 1L << 16;

  /// So much that adding up what several guests have left doesn't overflow.
  private static final long MAX_FUEL_PER_ROW = InstrumentedModule.MAX_FUEL >> 10;

  private final BatchEvaluator evaluator;
  private final LinearMemory memory;
  private final KernelPlan plan;
  private final CallFrame frame;
  private final @Nullable LoopEvaluation loop;
  private final ResultBuffers.Estimate estimate = new ResultBuffers.Estimate();
  private @Nullable Linked linked;
  private ResourceLimits tenantLimits;
  private ResourceLimits limits;
  private long call;

  /// The kernel of the last batch, which the next one most likely uses again.
  private record Linked(
      KernelShape shape, List<LinearMemory.Region> regions, Sandbox sandbox, Extern.Function run) {
    boolean fits(KernelShape otherShape, List<LinearMemory.Region> otherRegions, Sandbox other) {
      return sandbox == other && regions.equals(otherRegions) && shape.equals(otherShape);
    }
  }

  BatchExpression(BatchEvaluator evaluator, LinearMemory memory, Kernels kernels, KernelPlan plan) {
    this.evaluator = evaluator;
    this.memory = memory;
    this.plan = plan;
    this.tenantLimits = evaluator.tenant().limits();
    this.limits = tenantLimits.tightenedBy(plan.limits());
    this.frame = new CallFrame(plan, memory);
    this.loop =
        kernels == Kernels.FASTEST && LoopEvaluation.takes(plan)
            ? new LoopEvaluation(memory, plan)
            : null;
  }

  /// The type of the results.
  public SqlType type() {
    return plan.expression().type();
  }

  /// Evaluates the expression for each row of a batch.
  ///
  /// @param columns the batch; only the columns that the expression uses are looked at, and each
  ///   has at least so many rows. Buffers outside data memories are copied, once each
  /// @param rows how many rows
  /// @return a new vector, the caller's to close; one of nothing where it is for their effect that
  ///   the rows are evaluated
  /// @throws UdfException when a row fails, with the function and the row's number where they can
  ///   be found out
  public FieldVector evaluate(List<? extends FieldVector> columns, int rows) {
    return evaluate(columns, rows, ResultBuffers.LARGEST_BYTES);
  }

  /// Evaluates the expression for the first rows of a batch: for all of them, unless the results
  /// are strings or binaries and get large, measured by what one call's results may have.
  ///
  /// @param columns as in [#evaluate]
  /// @param rows how many rows at most
  /// @return a new vector, the caller's to close, of at least one row where there are any
  /// @throws UdfException as in [#evaluate]
  public FieldVector evaluateSome(List<? extends FieldVector> columns, int rows) {
    long half = limits().get(Limit.OUTPUT_BYTES) / 2;
    return evaluate(
        columns, rows, Math.clamp(half, LEAST_OUTPUT_BYTES, ResultBuffers.LARGEST_BYTES / 2));
  }

  private FieldVector evaluate(List<? extends FieldVector> columns, int rows, long wantedBytes) {
    if (rows < 0) {
      throw new IllegalArgumentException("a batch of " + rows + " rows");
    }
    if (rows == 0) {
      return type().field("result").createVector(memory.allocator());
    }
    call = evaluator.nextCall();
    try {
      FieldVector result = evaluateUncounted(columns, rows, wantedBytes);
      countCall(result.getValueCount());
      return result;
    } catch (UdfException e) {
      countCall(rows);
      throw failed(e, columns, rows).ofTenant(evaluator.tenant().name());
    }
  }

  private void countCall(int rows) {
    if (!plan.calls().isEmpty()) {
      evaluator.tenant().countCall(rows);
    }
  }

  private FieldVector evaluateUncounted(
      List<? extends FieldVector> columns, int rows, long wantedBytes) {
    if (loop != null) {
      startModules();
      evaluator.meter().checkCancelled();
      chargeConstantCost(evaluator.meter(), rows);
      Optional<FieldVector> result = loop.evaluate(columns, rows);
      if (result.isPresent()) {
        return result.get();
      }
    }
    return attemptInPortions(columns, rows, wantedBytes);
  }

  /// Evaluates a batch, and again in new guests where they had no room for as many arguments at
  /// once.
  private FieldVector attemptInPortions(
      List<? extends FieldVector> columns, int rows, long wantedBytes) {
    while (true) {
      try {
        return attempt(columns, rows, wantedBytes, false);
      } catch (UdfException e) {
        if (evaluator.holdsStates()
            || explained(e).code() != UdfErrorCode.MEMORY_LIMIT
            || !frame.shrinkPortions()) {
          throw e;
        }
        evaluator.discard(plan.modules());
      }
    }
  }

  private UdfException explained(UdfException failure) {
    return plan.modules().isEmpty() ? failure : evaluator.explained(plan.modules(), failure);
  }

  private UdfException failed(UdfException failure, List<? extends FieldVector> columns, int rows) {
    UdfException e = explained(failure);
    evaluator.tenant().countFailure(e.code());
    boolean isUsers = e.code().category() == UdfErrorCode.Category.USER;
    if (isUsers && !failure.isInterruption()) {
      // The kernel returned in good order; the guests are well.
      return e;
    }
    evaluator.discard(plan.modules());
    if (evaluator.holdsStates()) {
      // What the rows before have done can't be done again; but the kernel has told where it was.
      return e.function().isPresent() ? e : inTracedFunction(e);
    }
    if (failure.isInterruption() || e.code().category() == UdfErrorCode.Category.BUSY) {
      // To find the row would take as long once more.
      return isUsers ? e : inOnlyFunction(e);
    }
    return e.function().isPresent() || plan.calls().isEmpty()
        ? e
        : located(e, columns, e.row().isPresent() ? (int) e.row().getAsLong() + 1 : rows);
  }

  /// A module that can't be instantiated has no functions, not even those that need no instance.
  private void startModules() {
    if (!plan.modules().stream().allMatch(WasmModule::hasStarted)) {
      evaluator.sandbox(plan.modules());
    }
  }

  /// Runs a batch that failed, or its beginning, once more, in new guests, with a kernel that
  /// writes down what it is doing.
  private UdfException located(
      UdfException failure, List<? extends FieldVector> columns, int rows) {
    frame.setWord(Frame.CALL, Frame.NONE);
    try (FieldVector unexpected = attempt(columns, rows, ResultBuffers.LARGEST_BYTES, true)) {
      Objects.requireNonNull(unexpected);
      return inOnlyFunction(failure);
    } catch (UdfException e) {
      UdfException again = explained(e);
      evaluator.discard(plan.modules());
      return again.function().isPresent() ? again : inTracedFunction(again);
    }
  }

  private UdfException inTracedFunction(UdfException failure) {
    int call = frame.word(Frame.CALL);
    return call == Frame.NONE
        ? inOnlyFunction(failure)
        : inFunction(failure, functionAt(call)).inRow(frame.word(Frame.ROW));
  }

  /// The guest didn't fail a second time, or not in a row: with several functions nobody knows
  /// whose fault it was.
  private UdfException inOnlyFunction(UdfException failure) {
    List<GuestFunction> functions =
        plan.calls().stream().map(KernelExpr.Call::function).distinct().toList();
    return functions.size() > 1 ? failure : inFunction(failure, functions.getFirst());
  }

  private static UdfException inFunction(UdfException failure, GuestFunction function) {
    return failure.inFunction(function.name()).inModule(function.module());
  }

  private GuestFunction functionAt(int call) {
    return plan.calls().get(call).function();
  }

  private FieldVector attempt(
      List<? extends FieldVector> columns, int rows, long wantedBytes, boolean again) {
    Sandbox sandbox = evaluator.sandbox(plan.modules());
    CallContext context = evaluator.context().loggingAtMost(limits().get(Limit.LOG_BYTES));
    // A batch that is run again says nothing again.
    sandbox.beginCall(again ? context.silent() : context, call);
    MemorySlots slots = new MemorySlots(memory);
    int frameSlot = slots.slot(frame.address());
    try (ColumnBuffers buffers = new ColumnBuffers(memory)) {
      List<KernelShape.ColumnShape> shapes = new ArrayList<>(plan.columns().size());
      for (int i = 0; i < plan.columns().size(); i++) {
        KernelExpr.Column column = plan.columns().get(i);
        ColumnBuffers.Of source = buffers.of(columns.get(column.index()), column.type(), rows);
        shapes.add(frame.bind(i, source, slots));
      }
      chargeConstantCost(sandbox.meter(), rows);
      boolean nullable = plan.isNullable(plan.expression(), shapes);
      int results = plan.isEffect() ? 1 : rows;
      try (ResultBuffers result =
          new ResultBuffers(memory, type(), results, nullable, estimate, wantedBytes)) {
        int done = run(new Batch(rows, frameSlot, shapes, again, sandbox), slots, result);
        sandbox.endCall();
        if (plan.isEffect()) {
          return new NullVector("result", done);
        }
        int invalid = plan.calls().isEmpty() ? -1 : result.firstInvalidRow(done);
        if (invalid >= 0) {
          UdfException failure =
              UdfException.of(
                  UdfErrorCode.INVALID_RESULT, "it returned a string that is not UTF-8");
          boolean traced = again && invalid == rows - 1;
          throw traced ? inTracedFunction(failure) : failure.inRow(invalid);
        }
        return result.toVector(done);
      }
    }
  }

  private record Batch(
      int rows,
      int frameSlot,
      List<KernelShape.ColumnShape> columns,
      boolean again,
      Sandbox sandbox) {}

  /// @return how many rows are done
  private int run(Batch batch, MemorySlots slots, ResultBuffers result) {
    int from = 0;
    long limit = limits().get(Limit.FUEL_ROW) - plan.constantCostPerRow();
    long fuelPerRow = Math.min(limit, MAX_FUEL_PER_ROW);
    frame.setLongWord(Frame.FUEL_PER_ROW, fuelPerRow);
    frame.setLongWord(Frame.SLICE, batch.again() ? 0 : Math.min(Meter.SLICE, fuelPerRow));
    boolean tracing = batch.again() || evaluator.holdsStates();
    frame.setWord(
        Frame.VALUE_BYTES, (int) Math.min(ValueSize.most(limits()), Integer.toUnsignedLong(-1)));
    frame.setWord(Frame.PENDING_PADDING, 0);
    while (from < batch.rows()) {
      frame.setWord(Frame.STATUS, Frame.Status.DONE.code());
      if (tracing) {
        frame.setWord(Frame.CALL, Frame.NONE);
      }
      int to = frame.handOver(from, batch.rows(), batch.sandbox());
      while (from < to) {
        KernelShape shape = new KernelShape(0, batch.frameSlot(), batch.columns(), 0, 0, tracing);
        shape = frame.bindResult(shape, result, slots);
        Extern.Function run = link(batch.sandbox(), shape, slots);
        from = run(run, frame.offset(slots), from, to, batch.sandbox());
        if (from < to && !goesOn(from, result)) {
          return from;
        }
      }
    }
    return from;
  }

  private int run(Extern.Function run, int frameOffset, int from, int to, Sandbox sandbox) {
    Meter meter = sandbox.meter();
    meter.begin(limits());
    int reached;
    try {
      reached = run.call(frameOffset, from, to);
    } catch (RuntimeException | Error e) {
      meter.fail(fuelUsedByFailure(sandbox));
      throw e;
    }
    meter.end(plan.metered().isEmpty() ? 0 : frame.longWord(Frame.FUEL_USED));
    return reached;
  }

  /// What guests have used of their last slice when the kernel didn't live to say so.
  private long fuelUsedByFailure(Sandbox sandbox) {
    long granted = frame.longWord(Frame.FUEL_PER_ROW) + frame.longWord(Frame.SLICE);
    return plan.metered().stream()
        .mapToLong(each -> granted - sandbox.guest(each).fuel().get())
        .sum();
  }

  /// What the functions of this expression may use, whose own limits may be lower than the
  /// tenant's.
  private ResourceLimits limits() {
    ResourceLimits now = evaluator.tenant().limits();
    if (!now.equals(tenantLimits)) {
      tenantLimits = now;
      limits = now.tightenedBy(plan.limits());
    }
    return limits;
  }

  /// Pays beforehand for the calls that don't count for themselves.
  private void chargeConstantCost(Meter meter, int rows) {
    long perRow = plan.constantCostPerRow();
    if (perRow == 0) {
      return;
    }
    long limit = limits().get(Limit.FUEL_ROW);
    if (perRow > limit) {
      throw UdfException.of(
              UdfErrorCode.FUEL_EXHAUSTED,
              "a row would execute up to %,d instructions, more than %,d (%s)"
                  .formatted(perRow, limit, Limit.FUEL_ROW.key()))
          .exceeding(new ExceededLimit(Limit.FUEL_ROW.key(), limit, perRow));
    }
    meter.use(rows * perRow, limits());
  }

  /// Sees to what has stopped a kernel before a row.
  ///
  /// @return whether there is room for further rows
  private boolean goesOn(int row, ResultBuffers result) {
    Frame.Status status = Frame.Status.of(frame.word(Frame.STATUS));
    return switch (status) {
      // A slice is used up.
      case DONE -> true;
      case RESULT_FULL ->
          result.grow(row, frame.word(Frame.PENDING_LENGTH) + frame.word(Frame.PENDING_PADDING));
      case VALUE_TOO_LONG -> {
        long length = Integer.toUnsignedLong(frame.word(Frame.PENDING_LENGTH));
        UdfException failure = ValueSize.exceeded(limits(), length);
        throw inFunction(failure, functionAt(frame.word(Frame.CALL))).inRow(row);
      }
      case RESULT_OUT_OF_RANGE -> {
        GuestFunction function = functionAt(frame.word(Frame.CALL));
        UdfException failure =
            UdfException.of(
                UdfErrorCode.INVALID_RESULT,
                "it returned a value that " + function.signature().returns() + " can't hold");
        throw inFunction(failure, function).inRow(row);
      }
      case RESULT_OUTSIDE_MEMORY -> {
        UdfException failure =
            UdfException.of(
                UdfErrorCode.INVALID_RESULT,
                "it returned a pointer and length that are not within its memory");
        throw inFunction(failure, functionAt(frame.word(Frame.CALL))).inRow(row);
      }
      case OVERFLOW ->
          throw UdfException.of(
                  UdfErrorCode.NUMERIC_OVERFLOW, "a numeric result is out of its type's range")
              .inRow(row);
      case DIVISION_BY_ZERO ->
          throw UdfException.of(UdfErrorCode.DIVISION_BY_ZERO, "division by zero").inRow(row);
      case FUEL_EXHAUSTED ->
          throw UdfException.of(
                  UdfErrorCode.FUEL_EXHAUSTED,
                  "it executed more than %,d instructions (%s)"
                      .formatted(limits().get(Limit.FUEL_ROW), Limit.FUEL_ROW.key()))
              .exceeding(Limit.FUEL_ROW, limits().get(Limit.FUEL_ROW))
              .inRow(row);
    };
  }

  private Extern.Function link(Sandbox sandbox, KernelShape shape, MemorySlots slots) {
    Linked last = linked;
    if (last != null && last.fits(shape, slots.regions(), sandbox)) {
      return last.run();
    }
    List<LinearMemory.Region> regions = List.copyOf(slots.regions());
    Extern.Function run =
        sandbox
            .link(
                List.of(plan.expression(), shape, regions),
                memory.kernels(plan).kernel(plan, shape),
                imports(sandbox, regions))
            .function(KernelCompiler.RUN);
    linked = new Linked(shape, regions, sandbox, run);
    return run;
  }

  private List<Import> imports(Sandbox sandbox, List<LinearMemory.Region> regions) {
    List<Import> imports = new ArrayList<>();
    for (LinearMemory.Region each : regions) {
      String number = Integer.toString(imports.size());
      imports.add(new Import(KernelCompiler.DATA, number, each.memory()));
    }
    for (int i = 0; i < plan.modules().size(); i++) {
      WasmModule module = plan.modules().get(i);
      Guest guest = sandbox.guest(module);
      String name = KernelCompiler.guestName(i);
      if (module.exportsMemory()) {
        imports.add(new Import(name, "memory", guest.memory()));
      }
      if (plan.metered().contains(module)) {
        imports.add(new Import(name, KernelCompiler.FUEL, guest.fuel()));
      }
      for (KernelExpr.Call each : plan.calls()) {
        if (each.function().module().equals(module)) {
          String export = each.function().called();
          imports.add(new Import(name, export, guest.function(export)));
        }
      }
    }
    return imports;
  }

  void release() {
    frame.close();
  }
}
