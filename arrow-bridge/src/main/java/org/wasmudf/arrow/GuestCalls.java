package org.wasmudf.arrow;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.CallBudget;
import org.wasmudf.runtime.Guest;
import org.wasmudf.runtime.Meter;
import org.wasmudf.runtime.Sandbox;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.binary.ValueType;
import org.wasmudf.runtime.engine.Extern;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;

/// The calls of one function for batches, of records or of one table function, in the sandboxes of
/// an evaluator, under the limits of its tenant and its own.
///
/// Used by the evaluator's thread.
final class GuestCalls {
  private final BatchEvaluator evaluator;
  private final LinearMemory memory;
  private final WasmModule module;
  private final List<WasmModule> modules;
  private final String name;
  private final Map<Limit, Long> ownLimits;

  /// Those of the tenant for which [#limits] were made.
  private @Nullable ResourceLimits tenants;

  private ResourceLimits limits = ResourceLimits.DEFAULT;

  GuestCalls(
      BatchEvaluator evaluator,
      LinearMemory memory,
      WasmModule module,
      String name,
      Map<Limit, Long> ownLimits) {
    this.evaluator = evaluator;
    this.memory = memory;
    this.module = module;
    this.modules = List.of(module);
    this.name = name;
    this.ownLimits = ownLimits;
  }

  ResourceLimits limits() {
    ResourceLimits now = evaluator.tenant().limits();
    if (tenants == null || !now.equals(tenants)) {
      limits = now.tightenedBy(ownLimits);
      tenants = now;
    }
    return limits;
  }

  /// The live guest's sandbox.
  Sandbox sandbox() {
    return evaluator.sandbox(modules);
  }

  /// Runs something in which the guest is called; whatever fails is told of the function, and ends
  /// the guest's life.
  ///
  /// @param rows for how many, as far as that is known before
  <T> T run(int rows, Supplier<T> body) {
    try {
      Sandbox sandbox = begin(rows);
      T result = body.get();
      sandbox.endCall();
      return result;
    } catch (UdfException failure) {
      throw failed(failure);
    }
  }

  /// Begins what [#run] does, for who does the rest of it without a body in between.
  ///
  /// @return the live guest's sandbox, to be told when the call ends well
  /// @throws UdfException when there is none; as all that follow, it has to be [#failed]
  Sandbox begin(int rows) {
    long call = evaluator.nextCall();
    evaluator.tenant().countCall(rows);
    Sandbox sandbox = sandbox();
    sandbox.beginCall(evaluator.context().loggingAtMost(limits().get(Limit.LOG_BYTES)), call);
    return sandbox;
  }

  /// Counts rows that nobody asked for by number.
  void countRows(int rows) {
    evaluator.tenant().countRows(rows);
  }

  /// Ends the guest's life.
  ///
  /// @return the failure, told of the function
  UdfException failed(UdfException failure) {
    UdfException e = evaluator.explained(modules, failure);
    evaluator.tenant().countFailure(e.code());
    discard();
    return e.inFunction(name).inModule(module).ofTenant(evaluator.tenant().name());
  }

  /// Ends the guest's life: who needs it next gets a new one.
  void discard() {
    evaluator.discard(modules);
  }

  /// Calls an exported function under a budget.
  ///
  /// @return its result
  int call(Guest guest, CallBudget budget, String export, int... arguments) {
    Extern.Function function = guest.function(export);
    return payConstantCost(budget, module.constantCost(export))
        ? function.call(arguments)
        : guest.call(budget, () -> function.call(arguments));
  }

  /// An exported function of the module, for the calls that follow.
  Callee callee(String export) {
    return new Callee(module, export);
  }

  /// As above, for arguments and a result of any numeric types.
  ///
  /// @param result its type; null for nothing
  Number call(
      Guest guest,
      CallBudget budget,
      Callee callee,
      @Nullable ValueType result,
      Object... arguments) {
    Extern.Function function = callee.of(guest);
    return payConstantCost(budget, callee.constantCost())
        ? function.call(result, arguments)
        : guest.call(budget, function, result, arguments);
  }

  /// Calls a function that takes a batch and fills an array, under the budget of so many rows.
  ///
  /// @throws UdfException also when it says that it has failed
  void callForBatch(Guest guest, int rows, String export, int input, int output) {
    int code = call(guest, CallBudget.ofRows(limits(), rows), export, input, output);
    if (code != 0) {
      throw UdfException.of(
          UdfErrorCode.GUEST_ERROR, "it failed with the code %d and no message".formatted(code));
    }
  }

  /// @return whether that is all a call costs: it ends soon, and nobody need look after it
  private boolean payConstantCost(CallBudget budget, OptionalLong constant) {
    if (constant.isEmpty()) {
      return false;
    }
    if (constant.getAsLong() > budget.fuel()) {
      throw budget.exhausted(UdfException.of(UdfErrorCode.FUEL_EXHAUSTED, ""));
    }
    Meter meter = sandbox().meter();
    meter.checkCancelled();
    meter.use(constant.getAsLong(), budget.limits());
    return true;
  }

  /// Takes what lies in an array that a guest has filled, and has the guest release it, whether it
  /// could be taken or not.
  ///
  /// @param output the array's address
  List<FieldVector> take(Guest guest, int output, Supplier<List<FieldVector>> taking) {
    int release = new ArrowArrayStruct(guest.memoryBytes(), output).release();
    List<FieldVector> taken;
    try {
      taken = taking.get();
    } catch (UdfException e) {
      try {
        release(guest, output, release);
      } catch (UdfException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    try {
      release(guest, output, release);
    } catch (UdfException e) {
      taken.forEach(FieldVector::close);
      throw e;
    }
    return taken;
  }

  private void release(Guest guest, int output, int release) {
    if (release == 0) {
      return;
    }
    Extern.Function pointer = FunctionPointer.caller(module, sandbox(), memory.runtime());
    guest.call(CallBudget.ofCall(limits()), () -> pointer.call(release, output));
  }
}
