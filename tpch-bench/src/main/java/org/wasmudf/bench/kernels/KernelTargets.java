package org.wasmudf.bench.kernels;

import java.util.List;
import org.wasmudf.bench.report.Measurement;
import org.wasmudf.bench.report.Target;
import org.wasmudf.bench.report.Targets;

/// What we promise of kernels.
final class KernelTargets {
  private static final double SIMD = 4.5;
  private static final double SCALAR = 1.6;
  private static final double ONE_ROW = 15;
  private static final double LOOP = 1.15;
  private static final double BATCH_TO_ROWS = 1.0;
  private static final double BATCH_CALL_NANOS = 2_000;

  private final Targets targets;

  private KernelTargets(List<Measurement> measurements) {
    this.targets = new Targets(measurements);
  }

  /// The promises that these measurements can check.
  static List<Target> of(List<Measurement> measurements) {
    KernelTargets kernels = new KernelTargets(measurements);
    kernels.addAll();
    return kernels.targets.all();
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
      targets.ratio(name + " to C -O3", limit, name, kernel, name, Contender.C.title());
    }
    for (SampleFunction each :
        List.of(
            SampleFunction.DISC_PRICE,
            SampleFunction.DISC_PRICE_DEC,
            SampleFunction.GCD,
            SampleFunction.MANDELBROT)) {
      String name = each.export();
      targets.ratio(
          name + " to the loop in the guest", LOOP, name, kernel, name, Contender.GUEST.title());
    }
    for (String each : List.of(kernel, wasmKernel)) {
      targets.ratio(
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
      targets.ratio(
          name + " as a batch function to the plain one", BATCH_TO_ROWS, name, batch, name, kernel);
    }
    targets.atMost(
        "a batch function's call for 1 row, ns",
        BATCH_CALL_NANOS,
        KernelSuite.BATCH_OF_1_ROW,
        batch);
    targets.ratio(
        "the slowest of 12 functions alike to one alone",
        LOOP,
        KernelSuite.SLOWEST_OF_MANY,
        wasmKernel,
        KernelSuite.ONE_FUNCTION,
        wasmKernel);
  }
}
