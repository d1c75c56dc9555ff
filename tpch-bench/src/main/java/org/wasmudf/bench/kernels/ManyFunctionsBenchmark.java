package org.wasmudf.bench.kernels;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.wasmudf.arrow.FunctionSignature;
import org.wasmudf.arrow.Kernels;
import org.wasmudf.arrow.LinearMemory;
import org.wasmudf.arrow.ScalarFunction;
import org.wasmudf.arrow.ScalarUdf;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.bench.micro.Engine;
import org.wasmudf.bench.micro.Warmup;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ModuleWriter;
import org.wasmudf.runtime.binary.Opcode;

/// Functions of one signature, each from a module of its own, in one process: a call site that
/// serves them all would be slow. Each iteration times one function, the next one the next.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ManyFunctionsBenchmark {
  private static final String NAME = "price_less";

  @Param("12")
  public int functions;

  @Param("true")
  public boolean warm;

  private List<ScalarUdf> udfs;
  private List<FieldVector> batch;
  private ScalarUdf current;
  private int iteration;

  @Setup
  public void setUp() {
    Engine.mustCompile();
    udfs = IntStream.range(0, functions).mapToObj(ManyFunctionsBenchmark::udf).toList();
    batch =
        Batch.of(SampleFunction.DISC_PRICE, 1, 0)
            .getFirst()
            .toVectors(LinearMemory.shared().allocator());
    if (warm) {
      Warmup.ENGINE.untilSteady(this::batchOfEach);
    }
  }

  /// `price * (n - discount)`, another n in each module.
  private static ScalarUdf udf(int number) {
    SqlType type = SqlType.Simple.DOUBLE;
    FunctionSignature signature = new FunctionSignature(NAME, List.of(type, type), type);
    FunctionType wasmType = signature.wasmType();
    CodeWriter code = new CodeWriter(wasmType);
    code.get(0).f64(number + 1).get(1).op(Opcode.F64_SUB).op(Opcode.F64_MUL);
    ModuleWriter module = new ModuleWriter();
    module.exportFunction(NAME, module.function(code));
    return ScalarUdf.of(
        new ScalarFunction(UdfRuntime.shared().load(module.toBytes()), NAME, signature),
        LinearMemory.shared(),
        Kernels.WEBASSEMBLY);
  }

  private void batchOfEach() {
    for (ScalarUdf each : udfs) {
      current = each;
      batch();
    }
  }

  @Setup(Level.Iteration)
  public void takeNext() {
    current = udfs.get(iteration % functions);
    iteration++;
  }

  @TearDown
  public void tearDown() {
    batch.forEach(FieldVector::close);
    udfs.forEach(ScalarUdf::close);
  }

  @Benchmark
  public int batch() {
    try (FieldVector result = current.call(batch, Batch.ROWS)) {
      return result.getValueCount();
    }
  }
}
