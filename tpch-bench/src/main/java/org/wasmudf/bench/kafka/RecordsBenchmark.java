package org.wasmudf.bench.kafka;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.wasmudf.arrow.BatchEvaluator;
import org.wasmudf.arrow.LinearMemory;
import org.wasmudf.arrow.RecordsFunction;
import org.wasmudf.arrow.RecordsInput;
import org.wasmudf.arrow.RecordsOutput;
import org.wasmudf.arrow.RecordsUdf;
import org.wasmudf.bench.micro.Engine;
import org.wasmudf.bench.micro.Warmup;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.samples.BatchSample;

/// The identity over batches of records, from byte arrays to byte arrays.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordsBenchmark {
  static final int RECORDS = 500;
  static final int VALUE_BYTES = 100;

  private static final long SEED = 20;

  @Param("true")
  public boolean warm;

  private List<byte[]> values;
  private RecordsInput input;
  private RecordsUdf identity;

  // What escapes can't be left out by the compiler.
  private @Nullable Object last;

  @Setup
  public void setUp() {
    Engine.mustCompile();
    Random random = new Random(SEED);
    values = IntStream.range(0, RECORDS).mapToObj(i -> new byte[VALUE_BYTES]).toList();
    values.forEach(random::nextBytes);
    input = new RecordsInput();
    identity =
        RecordsUdf.of(
            new RecordsFunction(
                UdfRuntime.shared().load(BatchSample.C_RECORDS.bytes()), "identity"),
            new BatchEvaluator(LinearMemory.shared()));
    if (warm) {
      Warmup.ENGINE.untilSteady(this::identity);
    }
  }

  @TearDown
  public void tearDown() {
    identity.close();
  }

  @Benchmark
  public @Nullable Object identity() {
    input.clear();
    for (int i = 0; i < RECORDS; i++) {
      input.add("orders", 0, i, i, 0, null, values.get(i));
    }
    try (RecordsOutput output = identity.call(input, 0, RECORDS)) {
      for (int i = 0; i < RECORDS; i++) {
        last = output.topic(i);
        last = output.value(i);
      }
    }
    return last;
  }

  /// What copying the values costs.
  @Benchmark
  public @Nullable Object copies() {
    for (byte[] each : values) {
      last = each.clone();
    }
    return last;
  }
}
