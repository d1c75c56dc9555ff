package org.wasmudf.bench.sandbox;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.wasmudf.arrow.LinearMemory;
import org.wasmudf.arrow.ScalarUdf;
import org.wasmudf.bench.Effort;
import org.wasmudf.bench.kernels.FuelComparison;
import org.wasmudf.bench.kernels.SampleFunction;
import org.wasmudf.bench.kernels.Workload;
import org.wasmudf.bench.report.Measurements;
import org.wasmudf.bench.report.Report;
import org.wasmudf.bench.report.Target;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;

/// The suite `sandbox`: what counting fuel costs, how soon what has to stop stops, and what a
/// tenant, an instance and a noisy neighbour cost the others.
public final class SandboxSuite {
  private static final String NAME = "sandbox";
  private static final String MEDIAN = "median";
  private static final String PERCENTILE_99 = "99 of 100";
  private static final String MILLIS = "ms";
  private static final String MICROS = "us";
  private static final String MEBIBYTES = "MiB";
  private static final String PER_BATCH = "us a batch";
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int INSTANCES = 5_000;

  private final Effort effort;
  private final Measurements measurements;
  private final List<Target> targets = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private SandboxSuite(Effort effort, Consumer<String> progress) {
    this.effort = effort;
    this.measurements = new Measurements(NAME, progress);
  }

  /// Runs the suite.
  ///
  /// @param progress is told what was measured as soon as it was
  /// @throws IllegalStateException when a benchmark fails, or a process that it starts
  /// @throws SQLException when a statement fails for another reason than that it was cancelled
  public static Report run(Effort effort, Consumer<String> progress)
      throws IOException, SQLException {
    try {
      return new SandboxSuite(effort, progress).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Report run() throws IOException, InterruptedException, SQLException {
    fuel();
    try (Workload levenshtein = new Workload(SampleFunction.LEVENSHTEIN, LinearMemory.shared())) {
      stops(levenshtein);
      neighbour(levenshtein);
    }
    newTenants();
    instances();
    return new Report(NAME, FuelComparison.baseline(), measurements.all(), targets, notes);
  }

  private void fuel() {
    FuelComparison.measure(effort, measurements);
    targets.addAll(FuelComparison.targets(measurements.all()));
  }

  private int tries() {
    return switch (effort) {
      case SMOKE -> 3;
      case NORMAL, THOROUGH -> 1_000;
    };
  }

  private void stops(Workload workload) throws InterruptedException, SQLException {
    // In the first seconds the compilers are busy on all processors, and whoever stops anything
    // waits for them.
    int warmups = tries();
    try (Stops stops = new Stops(workload)) {
      String byFuel = "endless row, by its fuel";
      double median = latencies(byFuel, MILLIS, millis(stops.byFuel(warmups, tries()))).median();
      targets.add(new Target(byFuel + ", median ms", 50, median));
      stopsWithin(30, "endless row, by its deadline", stops.byDeadline(warmups, tries()));
      stopsWithin(30, "endless row, by a cancel", stops.byCancel(warmups, tries()));
      stopsWithin(3, "batches, by a time limit", stops.byTimeLimit(warmups, tries()));
      stopsWithin(3, "JDBC statement, by a cancel", stops.statementByCancel(warmups, tries()));
    }
  }

  private void stopsWithin(double limitMillis, String name, double[] nanos) {
    double percentile = latencies(name, MILLIS, millis(nanos)).percentile99();
    targets.add(new Target(name + ", 99 of 100 within ms", limitMillis, percentile));
  }

  private record Latencies(double median, double percentile99) {}

  private Latencies latencies(String name, String unit, double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double percentile99 = sorted[(int) Math.ceil(0.99 * sorted.length) - 1];
    return new Latencies(
        measurements.add(name, MEDIAN, unit, values),
        measurements.add(name, PERCENTILE_99, unit, percentile99));
  }

  private static double[] millis(double[] nanos) {
    return Arrays.stream(nanos).map(each -> each / NANOS_PER_MILLI).toArray();
  }

  private void newTenants() {
    double[] micros = new double[tries()];
    try (Workload gcd = new Workload(SampleFunction.GCD, LinearMemory.shared())) {
      int warmups = tries();
      for (int i = -warmups; i < micros.length; i++) {
        long start = System.nanoTime();
        Tenant tenant = new Tenant("new", ResourceLimits.DEFAULT);
        try (ScalarUdf udf = gcd.open(tenant, Cancellation.create())) {
          gcd.run(udf, 1);
        }
        double taken = (System.nanoTime() - start) / NANOS_PER_MICRO;
        LinearMemory.shared().runtime().drop(tenant);
        micros[Math.max(i, 0)] = taken;
      }
    }
    String name = "new tenant's first call";
    targets.add(new Target(name + ", median us", 500, latencies(name, MICROS, micros).median()));
  }

  private void instances() throws IOException, InterruptedException {
    int count = effort == Effort.SMOKE ? 10 : INSTANCES;
    OptionalDouble bytes = ManyInstances.processMemory(count);
    if (bytes.isEmpty()) {
      notes.add(
          "The memory of other processes can't be seen here (/proc), so instances aren't"
              + " measured.");
      return;
    }
    String name = "%,d instances".formatted(count);
    double mebibytes =
        measurements.add(name, "process", MEBIBYTES, bytes.getAsDouble() / (1 << 20));
    targets.add(new Target(name + ", MiB of the process", 1_024, mebibytes));
  }

  private void neighbour(Workload workload) throws InterruptedException {
    NoisyNeighbour.Result result = NoisyNeighbour.measure(workload, effort);
    String name = SampleFunction.LEVENSHTEIN.export() + ", a batch in turn";
    double alone = measurements.add(name, "alone", PER_BATCH, micros(result.alone()));
    measurements.add(name, "beside a loop in Java", PER_BATCH, micros(result.besideJava()));
    double beside =
        measurements.add(name, "beside endless rows", PER_BATCH, micros(result.beside()));
    targets.add(new Target("a tenant beside one that spins, to alone", 1.2, beside / alone));
  }

  private static double[] micros(List<Double> nanosPerBatch) {
    return nanosPerBatch.stream().mapToDouble(each -> each / NANOS_PER_MICRO).toArray();
  }
}
