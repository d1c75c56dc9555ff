package org.wasmudf.arrow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.Meter;
import org.wasmudf.runtime.Sandbox;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.Tenant;
import org.wasmudf.runtime.wasi.CallContext;

/// Evaluates expressions over batches, for one statement or stream; holds the guests that it needs
/// until closed.
///
/// Used by one thread at a time. An error leaves it usable: the guests that failed are thrown away,
/// and the next evaluation gets new ones.
public final class BatchEvaluator implements AutoCloseable {
  private final LinearMemory memory;
  private final Tenant tenant;
  private final Kernels kernels;
  private final Cancellation cancellation;
  private final Map<List<WasmModule>, Sandbox> leased = new HashMap<>();
  private List<WasmModule> lastModules = List.of();

  /// That of the modules that were asked for last, while it is leased.
  private @Nullable Sandbox last;

  private final Meter meter;
  private final List<BatchExpression> expressions = new ArrayList<>();
  private final @Nullable List<WasmModule> states;
  private CallContext context = CallContext.DEFAULT;
  private boolean lost;
  private long calls;

  /// An evaluator for the owner of the process.
  ///
  /// @param memory where results lie
  public BatchEvaluator(LinearMemory memory) {
    this(memory, memory.runtime().owner(), Kernels.FASTEST);
  }

  /// @param memory where results lie
  /// @param tenant for whom guests run
  /// @param kernels which ones to use
  public BatchEvaluator(LinearMemory memory, Tenant tenant, Kernels kernels) {
    this(memory, tenant, kernels, Cancellation.create());
  }

  /// @param memory where results lie
  /// @param tenant for whom guests run
  /// @param kernels which ones to use
  /// @param cancellation stops what is evaluated
  public BatchEvaluator(
      LinearMemory memory, Tenant tenant, Kernels kernels, Cancellation cancellation) {
    this(memory, tenant, kernels, cancellation, null);
  }

  private BatchEvaluator(
      LinearMemory memory,
      Tenant tenant,
      Kernels kernels,
      Cancellation cancellation,
      @Nullable List<WasmModule> states) {
    this.memory = memory;
    this.tenant = tenant;
    this.kernels = kernels;
    this.meter = memory.runtime().newMeter(tenant, cancellation);
    this.cancellation = cancellation;
    this.states = states;
  }

  /// An evaluator for the same tenant, which keeps states in guests of its own: it has one sandbox
  /// with all of these modules, and when that is thrown away, for a trap, no other takes its place.
  BatchEvaluator forStates(List<WasmModule> modules) {
    BatchEvaluator evaluator =
        new BatchEvaluator(memory, tenant, Kernels.WEBASSEMBLY, cancellation, modules);
    evaluator.callIn(context);
    return evaluator;
  }

  /// Whether what guests have in their memories must last.
  boolean holdsStates() {
    return states != null;
  }

  /// Whether states that it held are gone.
  boolean isLost() {
    return lost;
  }

  LinearMemory memory() {
    return memory;
  }

  /// Makes an expression ready to be evaluated over many batches. Closed with this evaluator.
  public BatchExpression prepare(KernelExpr expression) {
    BatchExpression prepared =
        new BatchExpression(this, memory, kernels, KernelPlan.of(expression));
    expressions.add(prepared);
    return prepared;
  }

  /// Makes a function for batches ready to be called for many of them.
  public BatchCall prepare(BatchFunction function) {
    return new BatchCall(this, memory, function);
  }

  /// For whom guests run.
  Tenant tenant() {
    return tenant;
  }

  /// What counts outside of sandboxes.
  Meter meter() {
    return meter;
  }

  /// Tells what guests see of the world from the next evaluation on, such as the time, and where
  /// their log goes; until then it is the default.
  public void callIn(CallContext newContext) {
    context = newContext;
  }

  CallContext context() {
    return context;
  }

  /// Numbers an evaluation. Each sees random numbers of its own.
  long nextCall() {
    return calls++;
  }

  @SuppressWarnings("ReferenceEquality") // only a shortcut
  Sandbox sandbox(List<WasmModule> modules) {
    if (last != null && modules == lastModules) {
      return last;
    }
    List<WasmModule> all = states == null ? modules : states;
    Sandbox known = leased.get(all);
    if (known != null) {
      lastModules = modules;
      last = known;
      return known;
    }
    if (lost) {
      throw new IllegalStateException("the states are gone, with the guests that failed");
    }
    Sandbox sandbox = memory.runtime().lease(tenant, all, cancellation);
    leased.put(all, sandbox);
    return sandbox;
  }

  UdfException explained(List<WasmModule> modules, UdfException failure) {
    Sandbox sandbox = leased.get(states == null ? modules : states);
    return sandbox == null ? failure : sandbox.explained(failure);
  }

  void discard(List<WasmModule> modules) {
    Sandbox sandbox = leased.remove(states == null ? modules : states);
    last = null;
    lost = states != null;
    if (sandbox != null) {
      sandbox.discard();
    }
  }

  /// Gives the guests back and frees what the expressions held. Results stay with their owners.
  @Override
  public void close() {
    expressions.forEach(BatchExpression::release);
    expressions.clear();
    leased.values().forEach(Sandbox::close);
    leased.clear();
    last = null;
  }
}
