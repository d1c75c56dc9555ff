package org.wasmudf.bench.kernels;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.BatchUdf;
import org.wasmudf.arrow.Kernels;
import org.wasmudf.arrow.LinearMemory;
import org.wasmudf.arrow.ScalarUdf;

/// The ways that are benchmarked: the guest's function in our kernel, or a call of a function for
/// batches.
final class KernelLoop implements BatchLoop {
  /// A function over batches.
  private interface Udf {
    FieldVector call(List<FieldVector> arguments, int rows);
  }

  private final BufferAllocator allocator;
  private final Udf udf;
  private final Runnable closeUdf;
  private final List<List<FieldVector>> batches;
  private FieldVector result;

  private KernelLoop(List<Batch> batches, BufferAllocator allocator, Udf udf, Runnable closeUdf) {
    this.allocator = allocator;
    this.udf = udf;
    this.closeUdf = closeUdf;
    this.batches = batches.stream().map(each -> each.toVectors(allocator)).toList();
    this.result = udf.call(this.batches.getFirst(), 0);
  }

  /// A function that is called for each row.
  ///
  /// @param memory where results lie
  /// @param allocator where the arguments lie, closed with the loop
  static KernelLoop ofRows(
      SampleFunction function,
      List<Batch> batches,
      LinearMemory memory,
      BufferAllocator allocator,
      Kernels kernels) {
    ScalarUdf udf = ScalarUdf.of(function.scalarFunction(memory.runtime()), memory, kernels);
    return new KernelLoop(batches, allocator, udf::call, udf::close);
  }

  /// The same function in its form for batches.
  ///
  /// @param memory where results lie
  /// @param allocator where the arguments lie, closed with the loop
  static KernelLoop ofBatches(
      SampleFunction function,
      List<Batch> batches,
      LinearMemory memory,
      BufferAllocator allocator) {
    BatchUdf udf = BatchUdf.of(function.batchFunction(memory.runtime()), memory);
    return new KernelLoop(batches, allocator, udf::call, udf::close);
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
    closeUdf.run();
    allocator.close();
  }
}
