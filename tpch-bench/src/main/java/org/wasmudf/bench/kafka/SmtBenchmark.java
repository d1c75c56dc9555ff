package org.wasmudf.bench.kafka;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;
import org.wasmudf.bench.micro.Engine;
import org.wasmudf.bench.micro.Warmup;

/// Single records by one transform: a thousand different ones in turn.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SmtBenchmark {
  static final int RECORDS = 1_000;

  @Param public Smt smt = Smt.WASM_FILTER;

  @Param("true")
  public boolean warm;

  private List<SinkRecord> orders;
  private Transformation<SinkRecord> transform;

  @Setup
  public void setUp() {
    Engine.mustCompile();
    orders = smt.records(RECORDS);
    transform = smt.open();
    if (warm) {
      Warmup.ENGINE.untilSteady(
          () -> {
            for (SinkRecord each : orders) {
              transform.apply(each);
            }
          });
    }
  }

  @TearDown
  public void tearDown() {
    transform.close();
  }

  @Benchmark
  public void records(Blackhole sink) {
    for (SinkRecord each : orders) {
      sink.consume(transform.apply(each));
    }
  }
}
