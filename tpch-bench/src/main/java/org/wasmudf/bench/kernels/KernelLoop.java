package org.wasmudf.bench.kernels;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.Kernels;
import org.wasmudf.arrow.LinearMemory;
import org.wasmudf.arrow.ScalarUdf;

/// The way that is benchmarked: the guest's function in our kernel.
final class KernelLoop implements BatchLoop {
  private final BufferAllocator allocator;
  private final ScalarUdf udf;
  private final List<List<FieldVector>> batches;
  private FieldVector result;

  /// @param memory where results lie
  /// @param allocator where the arguments lie, closed with the loop
  KernelLoop(
      SampleFunction function,
      List<Batch> batches,
      LinearMemory memory,
      BufferAllocator allocator,
      Kernels kernels) {
    this.allocator = allocator;
    this.udf = ScalarUdf.of(function.scalarFunction(memory.runtime()), memory, kernels);
    this.batches = batches.stream().map(each -> each.toVectors(allocator)).toList();
    this.result = udf.call(this.batches.getFirst(), 0);
  }

  @Override
  public void run(int batch) {
    result.close();
    result = udf.call(batches.get(batch), Batch.ROWS);
  }

  @Override
  public @Nullable Object result(int row) {
    return JavaColumn.value(result, row);
  }

  @Override
  public void close() {
    result.close();
    batches.forEach(vectors -> vectors.forEach(FieldVector::close));
    udf.close();
    allocator.close();
  }
}
