package org.wasmudf.bench.kernels;

import java.util.ArrayList;
import java.util.List;
import org.wasmudf.arrow.ScalarFunction;
import org.wasmudf.bench.Effort;
import org.wasmudf.bench.micro.JmhRun;
import org.wasmudf.bench.report.Measurement;
import org.wasmudf.bench.report.Measurements;
import org.wasmudf.bench.report.Report;
import org.wasmudf.bench.report.Target;
import org.wasmudf.runtime.UdfRuntime;

/// What it costs that guests count their instructions: every sample function beside itself in an
/// engine where nothing is counted.
public final class FuelComparison {
  private static final double MEAN = 1.05;
  private static final double WORST = 1.15;

  /// Two runs of the same code differ as much.
  private static final double NOISE = 1.03;

  private FuelComparison() {}

  /// Measures, the two ways of a function next to each other.
  public static void measure(Effort effort, Measurements measurements) {
    JmhRun jmh = new JmhRun(effort, List.of());
    for (SampleFunction function : SampleFunction.values()) {
      for (Contender contender : List.of(Contender.KERNEL, Contender.KERNEL_WITHOUT_FUEL)) {
        measurements.add(
            function.export(),
            contender.title(),
            KernelSuite.PER_ROW,
            BatchBenchmark.nanosPerRow(jmh, function, contender));
      }
    }
  }

  /// The system that ratios are given to.
  public static String baseline() {
    return Contender.KERNEL_WITHOUT_FUEL.title();
  }

  /// The promises, checked by what [#measure] found.
  public static List<Target> targets(List<Measurement> measurements) {
    List<Double> counting = new ArrayList<>();
    List<Double> constant = new ArrayList<>();
    for (SampleFunction function : SampleFunction.values()) {
      double with = median(measurements, function, Contender.KERNEL);
      double without = median(measurements, function, Contender.KERNEL_WITHOUT_FUEL);
      (isConstant(function) ? constant : counting).add(with / without);
    }
    List<Double> all = new ArrayList<>(counting);
    all.addAll(constant);
    return List.of(
        new Target("counting fuel, geometric mean of all functions", MEAN, mean(all)),
        new Target(
            "counting fuel, the worst function",
            WORST,
            all.stream().mapToDouble(Double::doubleValue).max().orElseThrow()),
        new Target(
            "counting fuel, geometric mean of functions without loops", NOISE, mean(constant)));
  }

  private static double mean(List<Double> ratios) {
    return Math.exp(ratios.stream().mapToDouble(Math::log).average().orElseThrow());
  }

  private static double median(
      List<Measurement> measurements, SampleFunction function, Contender contender) {
    return Report.find(measurements, function.export(), contender.title()).orElseThrow().median();
  }

  /// Whether each call costs the same, which is then paid beforehand.
  private static boolean isConstant(SampleFunction function) {
    ScalarFunction scalar = function.scalarFunction(UdfRuntime.shared());
    return scalar.module().constantCost(scalar.export()).isPresent();
  }
}
