package org.wasmudf.arrow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wasmudf.runtime.Sandbox;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.Tenant;

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
  private final List<BatchExpression> expressions = new ArrayList<>();

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
    this.memory = memory;
    this.tenant = tenant;
    this.kernels = kernels;
    this.cancellation = cancellation;
  }

  /// What stops evaluations.
  Cancellation cancellation() {
    return cancellation;
  }

  /// Makes an expression ready to be evaluated over many batches. Closed with this evaluator.
  public BatchExpression prepare(KernelExpr expression) {
    BatchExpression prepared =
        new BatchExpression(this, memory, kernels, KernelPlan.of(expression));
    expressions.add(prepared);
    return prepared;
  }

  Sandbox sandbox(List<WasmModule> modules) {
    return leased.computeIfAbsent(modules, each -> memory.runtime().lease(tenant, each));
  }

  void discard(List<WasmModule> modules) {
    Sandbox sandbox = leased.remove(modules);
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
  }
}
