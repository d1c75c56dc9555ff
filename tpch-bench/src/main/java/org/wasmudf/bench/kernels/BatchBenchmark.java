package org.wasmudf.bench.kernels;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.wasmudf.bench.micro.Engine;
import org.wasmudf.bench.micro.JmhRun;

/// One function by one contender: a batch after the other, different ones in turn.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BatchBenchmark {
  @Param public SampleFunction function = SampleFunction.DISC_PRICE;
  @Param public Contender contender = Contender.KERNEL;

  @Param("true")
  public boolean warm;

  private BatchLoop loop;
  private int batches;
  private int next;

  /// Runs one function by one contender.
  ///
  /// @return nanoseconds a row, of each iteration in turn
  static double[] nanosPerRow(JmhRun jmh, SampleFunction function, Contender contender) {
    return JmhRun.nanosEach(
        jmh.options(BatchBenchmark.class, "batch")
            .param("function", function.name())
            .param("contender", contender.name()),
        Batch.ROWS);
  }

  /// Makes the batches, and compares all results with those of the twin in Java.
  @Setup
  public void setUp() {
    Engine.mustCompile();
    List<Batch> data = contender.batches(function, warm ? Batch.MANY : 1);
    loop = contender.loop(function, data);
    loop.check(data);
    batches = data.size();
    if (warm) {
      contender.warmup().untilSteady(this::batch);
    }
  }

  @TearDown
  public void tearDown() {
    loop.close();
  }

  @Benchmark
  public void batch() {
    loop.run(next);
    next = next + 1 == batches ? 0 : next + 1;
  }
}
