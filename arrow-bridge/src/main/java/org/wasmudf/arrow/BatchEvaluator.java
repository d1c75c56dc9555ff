package org.wasmudf.arrow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wasmudf.runtime.Sandbox;
import org.wasmudf.runtime.WasmModule;

/// Evaluates expressions over batches, for one statement or stream; holds the guests that it needs
/// until closed.
///
/// Used by one thread at a time. An error leaves it usable: the guests that failed are thrown away,
/// and the next evaluation gets new ones.
public final class BatchEvaluator implements AutoCloseable {
  private final LinearMemory memory;
  private final Kernels kernels;
  private final Map<List<WasmModule>, Sandbox> leased = new HashMap<>();
  private final List<BatchExpression> expressions = new ArrayList<>();

  /// An evaluator whose results lie in that memory.
  public BatchEvaluator(LinearMemory memory) {
    this(memory, Kernels.FASTEST);
  }

  /// An evaluator that uses such kernels.
  public BatchEvaluator(LinearMemory memory, Kernels kernels) {
    this.memory = memory;
    this.kernels = kernels;
  }

  /// Makes an expression ready to be evaluated over many batches. Closed with this evaluator.
  public BatchExpression prepare(KernelExpr expression) {
    BatchExpression prepared =
        new BatchExpression(this, memory, kernels, KernelPlan.of(expression));
    expressions.add(prepared);
    return prepared;
  }

  Sandbox sandbox(List<WasmModule> modules) {
    return leased.computeIfAbsent(modules, memory.runtime()::lease);
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
