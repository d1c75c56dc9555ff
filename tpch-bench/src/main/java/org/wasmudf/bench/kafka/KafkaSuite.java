package org.wasmudf.bench.kafka;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.wasmudf.bench.Effort;
import org.wasmudf.bench.micro.JmhRun;
import org.wasmudf.bench.report.Measurements;
import org.wasmudf.bench.report.Report;
import org.wasmudf.bench.report.Targets;

/// The suite `kafka`: what a record costs in Connect.
public final class KafkaSuite {
  private static final String NAME = "kafka";
  private static final String PER_RECORD = "ns/record";
  private static final double FILTER_NANOS = 500;

  private final Effort effort;
  private final Measurements measurements;

  private KafkaSuite(Effort effort, Consumer<String> progress) {
    this.effort = effort;
    this.measurements = new Measurements(NAME, progress);
  }

  /// Runs the suite.
  ///
  /// @param progress is told what was measured as soon as it was
  /// @throws IllegalStateException when results differ or a benchmark fails
  public static Report run(Effort effort, Consumer<String> progress) {
    return new KafkaSuite(effort, progress).run();
  }

  private Report run() {
    checkSame(Smt.WASM_FILTER, Smt.JAVA_FILTER);
    checkSame(Smt.WASM_MASK, Smt.JAVA_MASK);
    JmhRun jmh = new JmhRun(effort, List.of());
    for (Smt each : Smt.values()) {
      measurements.add(
          each.title(),
          each.system(),
          PER_RECORD,
          JmhRun.nanosEach(
              jmh.options(SmtBenchmark.class, "records").param("smt", each.name()),
              SmtBenchmark.RECORDS));
    }
    Targets targets = new Targets(measurements.all());
    targets.atMost(
        "a filter on one field, ns/record", FILTER_NANOS, Smt.WASM_FILTER.title(), Smt.WASM);
    return new Report(NAME, Smt.JAVA_FILTER.system(), measurements.all(), targets.all(), List.of());
  }

  private static void checkSame(Smt one, Smt other) {
    Transformation<SinkRecord> first = one.open();
    Transformation<SinkRecord> second = other.open();
    try {
      for (SinkRecord each : Orders.random(SmtBenchmark.RECORDS)) {
        SinkRecord here = first.apply(each);
        SinkRecord there = second.apply(each);
        if (!Objects.equals(here, there)) {
          throw new IllegalStateException(
              "%s makes %s of %s, and %s makes %s".formatted(one, here, each, other, there));
        }
      }
    } finally {
      first.close();
      second.close();
    }
  }
}
