package org.wasmudf.bench.kernels;

import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.wasmudf.arrow.BatchEvaluator;
import org.wasmudf.arrow.Kernels;
import org.wasmudf.arrow.LinearMemory;
import org.wasmudf.arrow.ScalarFunction;
import org.wasmudf.arrow.ScalarUdf;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.Tenant;

/// A sample function and a batch of arguments for it, to be run by any tenant; the function was run
/// before. The batch is only read, so that many threads may run it at once.
public final class Workload implements AutoCloseable {
  /// Rows of the batch.
  public static final int ROWS = Batch.ROWS;

  private final LinearMemory memory;
  private final ScalarFunction function;
  private final List<FieldVector> batch;

  /// @param memory where the batch and the results lie
  public Workload(SampleFunction function, LinearMemory memory) {
    this.memory = memory;
    this.function = function.scalarFunction(memory.runtime());
    this.batch = Batch.of(function, 1, 0).getFirst().toVectors(memory.allocator());
    try (ScalarUdf udf = open(memory.runtime().owner(), Cancellation.create())) {
      run(udf, ROWS);
    }
  }

  /// The function for a tenant, closed by the caller.
  public ScalarUdf open(Tenant tenant, Cancellation cancellation) {
    BatchEvaluator evaluator = new BatchEvaluator(memory, tenant, Kernels.FASTEST, cancellation);
    return ScalarUdf.of(function, evaluator);
  }

  /// Runs the first rows of the batch and throws the result away.
  public void run(ScalarUdf udf, int rows) {
    udf.call(batch, rows).close();
  }

  @Override
  public void close() {
    batch.forEach(FieldVector::close);
  }
}
