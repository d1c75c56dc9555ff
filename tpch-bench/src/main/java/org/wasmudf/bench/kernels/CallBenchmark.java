package org.wasmudf.bench.kernels;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.FieldVector;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.wasmudf.arrow.BatchUdf;
import org.wasmudf.arrow.Kernels;
import org.wasmudf.arrow.LinearMemory;
import org.wasmudf.arrow.ScalarUdf;
import org.wasmudf.bench.micro.Engine;
import org.wasmudf.bench.micro.Warmup;
import org.wasmudf.runtime.Sandbox;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.engine.Extern;

/// What a call costs, however few its rows are.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallBenchmark {
  private static final int WARMUP_CALLS = 100;

  @Param("true")
  public boolean warm;

  /// Which kernels batches are given to.
  @Param("FASTEST")
  public Kernels kernels = Kernels.FASTEST;

  private Sandbox sandbox;
  private Extern.Function empty;
  private ScalarUdf udf;
  private List<FieldVector> batch;
  private BatchUdf batchUdf;
  private List<FieldVector> addresses;

  @Setup
  public void setUp() {
    Engine.mustCompile();
    WasmModule module = UdfRuntime.shared().load(Resources.bytes(GuestLoop.class, "loops.wasm"));
    sandbox = UdfRuntime.shared().lease(List.of(module));
    empty = sandbox.guest(module).function("empty");
    udf =
        ScalarUdf.of(
            SampleFunction.DISC_PRICE.scalarFunction(UdfRuntime.shared()),
            LinearMemory.shared(),
            kernels);
    batch = arguments(SampleFunction.DISC_PRICE);
    batchUdf =
        BatchUdf.of(
            SampleFunction.MASK_EMAIL.batchFunction(UdfRuntime.shared()), LinearMemory.shared());
    addresses = arguments(SampleFunction.MASK_EMAIL);
    if (warm) {
      Warmup.ENGINE.untilSteady(this::callEach);
    }
  }

  private static List<FieldVector> arguments(SampleFunction function) {
    return Batch.of(function, 1, 0).getFirst().toVectors(LinearMemory.shared().allocator());
  }

  private void callEach() {
    for (int i = 0; i < WARMUP_CALLS; i++) {
      emptyExport();
      batchOf0Rows();
      batchOf1Row();
      batchFunctionOf1Row();
    }
  }

  @TearDown
  public void tearDown() {
    addresses.forEach(FieldVector::close);
    batchUdf.close();
    batch.forEach(FieldVector::close);
    udf.close();
    sandbox.close();
  }

  @Benchmark
  public int emptyExport() {
    return empty.call();
  }

  @Benchmark
  public int batchOf0Rows() {
    return rowsOf(0);
  }

  @Benchmark
  public int batchOf1Row() {
    return rowsOf(1);
  }

  @Benchmark
  public int batchFunctionOf1Row() {
    try (FieldVector result = batchUdf.call(addresses, 1)) {
      return result.getValueCount();
    }
  }

  private int rowsOf(int rows) {
    try (FieldVector result = udf.call(batch, rows)) {
      return result.getValueCount();
    }
  }
}
