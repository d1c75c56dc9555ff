package org.wasmudf.bench.kernels;

import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.wasmudf.arrow.Kernels;
import org.wasmudf.arrow.LinearMemory;
import org.wasmudf.bench.micro.Warmup;
import org.wasmudf.runtime.UdfRuntime;

/// Who runs a loop over a batch. Public because the benchmarks' generated code names it.
public enum Contender {
  /// From data memory to data memory, by `ScalarUdf`.
  KERNEL("wasm-udf"),
  /// As KERNEL, always by a kernel in WebAssembly.
  WASM_KERNEL("Wasm kernel"),
  /// The function in its form for batches, by `BatchUdf`.
  BATCH_FUNCTION("batch function"),
  /// The loop written inside the guest.
  GUEST("loop in guest"),
  JAVA("Java"),
  C("C -O3"),
  /// As KERNEL; half of the rows have a NULL.
  KERNEL_WITH_NULLS("50 % NULL"),
  /// As WASM_KERNEL; the batch was allocated elsewhere.
  KERNEL_WITH_COPY("copied batch"),
  /// As KERNEL; the guest doesn't count its instructions.
  KERNEL_WITHOUT_FUEL("without fuel");

  private static final int HALF_PER_MILLE = 500;

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  /// The name in reports.
  String title() {
    return title;
  }

  Warmup warmup() {
    return switch (this) {
      case KERNEL,
          WASM_KERNEL,
          BATCH_FUNCTION,
          GUEST,
          KERNEL_WITH_NULLS,
          KERNEL_WITH_COPY,
          KERNEL_WITHOUT_FUEL ->
          Warmup.ENGINE;
      case JAVA, C -> Warmup.JVM;
    };
  }

  List<Batch> batches(SampleFunction function, int count) {
    return Batch.of(function, count, this == KERNEL_WITH_NULLS ? HALF_PER_MILLE : 0);
  }

  BatchLoop loop(SampleFunction function, List<Batch> batches) {
    return switch (this) {
      case KERNEL, KERNEL_WITH_NULLS ->
          kernel(function, batches, LinearMemory.shared(), Kernels.FASTEST);
      case WASM_KERNEL -> kernel(function, batches, LinearMemory.shared(), Kernels.WEBASSEMBLY);
      case KERNEL_WITH_COPY ->
          KernelLoop.ofRows(
              function, batches, LinearMemory.shared(), new RootAllocator(), Kernels.WEBASSEMBLY);
      case BATCH_FUNCTION ->
          KernelLoop.ofBatches(
              function, batches, LinearMemory.shared(), allocator(LinearMemory.shared()));
      case KERNEL_WITHOUT_FUEL ->
          kernel(function, batches, LinearMemory.create(UdfRuntime.withoutFuel()), Kernels.FASTEST);
      case GUEST -> new GuestLoop(function, batches);
      case JAVA -> new JavaLoop(function, batches);
      case C ->
          new NativeLoop(function, batches, Path.of(System.getProperty(NativeLibrary.PROPERTY)));
    };
  }

  private BatchLoop kernel(
      SampleFunction function, List<Batch> batches, LinearMemory memory, Kernels kernels) {
    return KernelLoop.ofRows(function, batches, memory, allocator(memory), kernels);
  }

  private BufferAllocator allocator(LinearMemory memory) {
    return memory.allocator().newChildAllocator(title, 0, Long.MAX_VALUE);
  }
}
