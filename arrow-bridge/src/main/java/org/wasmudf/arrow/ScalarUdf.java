package org.wasmudf.arrow;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/// A scalar function over batches: the plainest expression there is, one call on the first columns
/// of the batch.
///
/// Used by one thread at a time, like the evaluator inside it.
public final class ScalarUdf implements AutoCloseable {
  private final FunctionSignature signature;
  private final BatchEvaluator evaluator;
  private final BatchExpression call;

  private ScalarUdf(FunctionSignature signature, BatchEvaluator evaluator, BatchExpression call) {
    this.signature = signature;
    this.evaluator = evaluator;
    this.call = call;
  }

  /// A function, ready to be called; results lie in that memory.
  public static ScalarUdf of(ScalarFunction function, LinearMemory memory) {
    return of(function, memory, Kernels.FASTEST);
  }

  /// A function, ready to be called by such kernels.
  public static ScalarUdf of(ScalarFunction function, LinearMemory memory, Kernels kernels) {
    return of(function, new BatchEvaluator(memory, memory.runtime().owner(), kernels));
  }

  /// A function, ready to be called by an evaluator that is closed with it.
  public static ScalarUdf of(ScalarFunction function, BatchEvaluator evaluator) {
    List<KernelExpr> arguments = new ArrayList<>();
    for (SqlType each : function.signature().parameters()) {
      arguments.add(new KernelExpr.Column(arguments.size(), each));
    }
    BatchExpression call = evaluator.prepare(new KernelExpr.Call(function, arguments));
    return new ScalarUdf(function.signature(), evaluator, call);
  }

  /// Calls the function for each row.
  ///
  /// @param arguments a vector for each parameter, of at least so many rows
  /// @param rows how many rows
  /// @return a new vector, the caller's to close; NULL where an argument is NULL, unless the
  ///   function is called then, and where the function returns it
  /// @throws org.wasmudf.runtime.UdfException when a row fails, with its number; the next call
  ///   works
  public FieldVector call(List<? extends FieldVector> arguments, int rows) {
    if (arguments.size() != signature.parameters().size()) {
      throw new IllegalArgumentException(
          signature + " can't take " + arguments.size() + " columns");
    }
    return call.evaluate(arguments, rows);
  }

  /// Gives the guest back.
  @Override
  public void close() {
    evaluator.close();
  }
}
