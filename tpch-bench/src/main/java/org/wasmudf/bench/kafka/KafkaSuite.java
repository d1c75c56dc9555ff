package org.wasmudf.bench.kafka;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.wasmudf.bench.Effort;
import org.wasmudf.bench.micro.JmhRun;
import org.wasmudf.bench.report.Measurements;
import org.wasmudf.bench.report.Report;
import org.wasmudf.bench.report.Target;
import org.wasmudf.bench.report.Targets;

/// The suite `kafka`: what a record costs in Connect, in batches, and from topic to topic.
public final class KafkaSuite {
  private static final String NAME = "kafka";
  private static final String PER_RECORD = "ns/record";
  private static final String IDENTITY = "identity, batches of 500";
  private static final String RECORDS_FUNCTION = "records function";
  private static final String COPIES = "Java, a copy";
  private static final String FROM_TOPIC_TO_TOPIC = "from topic to topic";
  private static final double FILTER_NANOS = 500;
  private static final double IDENTITY_NANOS = 1_000;

  /// At least 90 % of the throughput.
  private static final double TO_JAVA = 1 / 0.9;

  /// At least 1.5 times the throughput.
  private static final double TO_STREAMS = 1 / 1.5;

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
  /// @throws IOException when the broker doesn't start
  public static Report run(Effort effort, Consumer<String> progress) throws IOException {
    try {
      return new KafkaSuite(effort, progress).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Report run() throws IOException, InterruptedException {
    checkSame(Smt.WASM_FILTER, Smt.JAVA_FILTER);
    checkSame(Smt.WASM_MASK, Smt.JAVA_MASK);
    checkSame(Smt.WASM_MAP, Smt.JAVA_MAP);
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
    batches(jmh, RECORDS_FUNCTION, "identity");
    batches(jmh, COPIES, "copies");
    topics();
    return new Report(NAME, Smt.JAVA_FILTER.system(), measurements.all(), targets(), List.of());
  }

  private void batches(JmhRun jmh, String system, String method) {
    measurements.add(
        IDENTITY,
        system,
        PER_RECORD,
        JmhRun.nanosEach(jmh.options(RecordsBenchmark.class, method), RecordsBenchmark.RECORDS));
  }

  private void topics() throws IOException, InterruptedException {
    int records =
        switch (effort) {
          case SMOKE -> 200;
          case NORMAL -> 1_000_000;
          case THOROUGH -> 5_000_000;
        };
    // Until the broker and the clients are compiled it takes some millions of records.
    int warmups = effort == Effort.SMOKE ? 0 : 4;
    int rounds = effort == Effort.SMOKE ? 1 : 5;
    try (Throughput throughput = new Throughput(records)) {
      var race = throughput.race(warmups, rounds);
      for (Throughput.Contestant each : Throughput.Contestant.values()) {
        double[] nanos =
            race.getOrDefault(each, List.of()).stream().mapToDouble(Double::doubleValue).toArray();
        measurements.add(FROM_TOPIC_TO_TOPIC, each.title(), PER_RECORD, nanos);
      }
    }
  }

  private List<Target> targets() {
    Targets targets = new Targets(measurements.all());
    targets.atMost(
        "a filter on one field, ns/record", FILTER_NANOS, Smt.WASM_FILTER.title(), Smt.WASM);
    targets.atMost("a records function, ns/record", IDENTITY_NANOS, IDENTITY, RECORDS_FUNCTION);
    targets.ratio(
        "a mapper in Streams to the same in Java",
        TO_JAVA,
        FROM_TOPIC_TO_TOPIC,
        Throughput.Contestant.WASM_STREAMS.title(),
        FROM_TOPIC_TO_TOPIC,
        Throughput.Contestant.JAVA_STREAMS.title());
    targets.ratio(
        "the runner to Streams",
        TO_STREAMS,
        FROM_TOPIC_TO_TOPIC,
        Throughput.Contestant.RUNNER.title(),
        FROM_TOPIC_TO_TOPIC,
        Throughput.Contestant.WASM_STREAMS.title());
    return targets.all();
  }

  private static void checkSame(Smt one, Smt other) {
    Transformation<SinkRecord> first = one.open();
    Transformation<SinkRecord> second = other.open();
    try {
      for (SinkRecord each : one.records(SmtBenchmark.RECORDS)) {
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
