package org.wasmudf.arrow;

import java.util.List;
import org.apache.arrow.vector.FieldVector;

/// A function for batches by itself.
///
/// Used by one thread at a time, like the evaluator inside it.
public final class BatchUdf implements AutoCloseable {
  private final BatchEvaluator evaluator;
  private final BatchCall call;

  private BatchUdf(BatchEvaluator evaluator, BatchCall call) {
    this.evaluator = evaluator;
    this.call = call;
  }

  /// A function, ready to be called; results lie in that memory.
  public static BatchUdf of(BatchFunction function, LinearMemory memory) {
    return of(function, new BatchEvaluator(memory));
  }

  /// A function, ready to be called by an evaluator that is closed with it.
  public static BatchUdf of(BatchFunction function, BatchEvaluator evaluator) {
    return new BatchUdf(evaluator, evaluator.prepare(function));
  }

  /// Calls the function, see [BatchCall#evaluate]; after a failure the next call works.
  public FieldVector call(List<? extends FieldVector> arguments, int rows) {
    return call.evaluate(arguments, rows);
  }

  /// Gives the guest back.
  @Override
  public void close() {
    evaluator.close();
  }
}
