package org.wasmudf.bench.kernels;

import java.util.ArrayList;
import java.util.List;
import org.wasmudf.bench.report.Measurement;
import org.wasmudf.bench.report.Report;
import org.wasmudf.bench.report.Target;

/// What we promise of kernels.
final class KernelTargets {
  private static final double SIMD = 4.5;
  private static final double SCALAR = 1.6;
  private static final double ONE_ROW = 15;
  private static final double LOOP = 1.15;
  private static final double BATCH_TO_ROWS = 1.0;
  private static final double BATCH_CALL_NANOS = 2_000;

  private final List<Measurement> measurements;
  private final List<Target> targets = new ArrayList<>();

  private KernelTargets(List<Measurement> measurements) {
    this.measurements = measurements;
  }

  /// The promises that these measurements can check.
  static List<Target> of(List<Measurement> measurements) {
    KernelTargets targets = new KernelTargets(measurements);
    targets.addAll();
    return targets.targets;
  }

  private void addAll() {
    String kernel = Contender.KERNEL.title();
    String wasmKernel = Contender.WASM_KERNEL.title();
    for (SampleFunction each :
        List.of(
            SampleFunction.DISC_PRICE,
            SampleFunction.GCD,
            SampleFunction.FNV1A,
            SampleFunction.LEVENSHTEIN,
            SampleFunction.MANDELBROT)) {
      String name = each.export();
      // C computes this one with SIMD instructions.
      double limit = each == SampleFunction.DISC_PRICE ? SIMD : SCALAR;
      ratio(name + " to C -O3", limit, name, kernel, name, Contender.C.title());
    }
    for (SampleFunction each :
        List.of(
            SampleFunction.DISC_PRICE,
            SampleFunction.DISC_PRICE_DEC,
            SampleFunction.GCD,
            SampleFunction.MANDELBROT)) {
      String name = each.export();
      ratio(name + " to the loop in the guest", LOOP, name, kernel, name, Contender.GUEST.title());
    }
    for (String each : List.of(kernel, wasmKernel)) {
      ratio(
          "a batch of 1 row by " + each + " to a bare call",
          ONE_ROW,
          KernelSuite.BATCH_OF_1_ROW,
          each,
          KernelSuite.EMPTY_EXPORT,
          wasmKernel);
    }
    String batch = Contender.BATCH_FUNCTION.title();
    for (SampleFunction each : SampleFunction.values()) {
      String name = each.export();
      ratio(
          name + " as a batch function to the plain one", BATCH_TO_ROWS, name, batch, name, kernel);
    }
    Report.find(measurements, KernelSuite.BATCH_OF_1_ROW, batch)
        .ifPresent(
            one ->
                targets.add(
                    new Target(
                        "a batch function's call for 1 row, ns", BATCH_CALL_NANOS, one.median())));
    ratio(
        "the slowest of 12 functions alike to one alone",
        LOOP,
        KernelSuite.SLOWEST_OF_MANY,
        wasmKernel,
        KernelSuite.ONE_FUNCTION,
        wasmKernel);
  }

  private void ratio(
      String claim, double limit, String name, String system, String baseName, String baseSystem) {
    Report.find(measurements, name, system)
        .ifPresent(
            ours ->
                Report.find(measurements, baseName, baseSystem)
                    .ifPresent(
                        base ->
                            targets.add(new Target(claim, limit, ours.median() / base.median()))));
  }
}
