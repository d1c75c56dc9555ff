package org.wasmudf.bench.kernels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.wasmudf.arrow.Kernels;
import org.wasmudf.bench.Effort;
import org.wasmudf.bench.micro.JmhRun;
import org.wasmudf.bench.report.Measurement;
import org.wasmudf.bench.report.Measurements;
import org.wasmudf.bench.report.Report;

/// The suite `kernels`: measures one benchmark after the other, and all contenders of a function
/// next to each other, so that whatever else the machine does meets them alike.
public final class KernelSuite {
  static final String NAME = "kernels";
  static final String PER_ROW = "ns/row";
  static final String PER_CALL = "ns/call";
  static final String EMPTY_EXPORT = "empty export";
  static final String BATCH_OF_0_ROWS = "batch of 0 rows";
  static final String BATCH_OF_1_ROW = "batch of 1 row";
  static final String ONE_FUNCTION = "a function alone";
  static final String SLOWEST_OF_MANY = "slowest of 12 alike";

  private static final int MANY_FUNCTIONS = 12;

  /// Numbers and strings: enough to see what NULLs and copies cost.
  private static final List<SampleFunction> WITH_VARIANTS =
      List.of(SampleFunction.DISC_PRICE, SampleFunction.GCD, SampleFunction.FNV1A);

  private final Effort effort;
  private final Measurements measurements;
  private final List<String> notes = new ArrayList<>();

  private KernelSuite(Effort effort, Consumer<String> progress) {
    this.effort = effort;
    this.measurements = new Measurements(NAME, progress);
  }

  /// Runs the suite.
  ///
  /// @param progress is told what was measured as soon as it was
  /// @throws IllegalStateException when results differ or a benchmark fails
  public static Report run(Effort effort, Consumer<String> progress) {
    try {
      Path folder = Files.createTempDirectory("wasm-udf-bench");
      try {
        return new KernelSuite(effort, progress).run(NativeLibrary.build(folder));
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private Report run(NativeLibrary library) {
    List<String> jvmArguments = new ArrayList<>();
    switch (library) {
      case NativeLibrary.Built(Path file, String compiler) -> {
        System.setProperty(NativeLibrary.PROPERTY, file.toString());
        jvmArguments.add("-D" + NativeLibrary.PROPERTY + "=" + file);
        notes.add("C is compiled by " + compiler + ".");
      }
      case NativeLibrary.Missing(String reason) -> notes.add(reason);
    }
    JmhRun jmh = new JmhRun(effort, jvmArguments);
    for (SampleFunction function : SampleFunction.values()) {
      for (Contender contender : Contender.values()) {
        if (runs(function, contender, library)) {
          batches(jmh, function, contender);
        }
      }
    }
    calls(jmh);
    manyFunctions(jmh);
    List<Measurement> all = measurements.all();
    return new Report(NAME, Contender.C.title(), all, KernelTargets.of(all), notes);
  }

  private static boolean runs(SampleFunction function, Contender contender, NativeLibrary library) {
    return switch (contender) {
      case KERNEL, WASM_KERNEL, GUEST, JAVA -> true;
      case BATCH_FUNCTION -> function.hasBatchFunction();
      case C -> library instanceof NativeLibrary.Built;
      case KERNEL_WITH_NULLS, KERNEL_WITH_COPY -> WITH_VARIANTS.contains(function);
      // The suite `sandbox` has it.
      case KERNEL_WITHOUT_FUEL -> false;
    };
  }

  private void batches(JmhRun jmh, SampleFunction function, Contender contender) {
    measurements.add(
        function.export(),
        contender.title(),
        PER_ROW,
        BatchBenchmark.nanosPerRow(jmh, function, contender));
  }

  private void calls(JmhRun jmh) {
    call(jmh, EMPTY_EXPORT, "emptyExport", Contender.WASM_KERNEL);
    for (Contender each : List.of(Contender.KERNEL, Contender.WASM_KERNEL)) {
      call(jmh, BATCH_OF_0_ROWS, "batchOf0Rows", each);
      call(jmh, BATCH_OF_1_ROW, "batchOf1Row", each);
    }
    call(jmh, BATCH_OF_1_ROW, "batchFunctionOf1Row", Contender.BATCH_FUNCTION);
  }

  private void call(JmhRun jmh, String name, String method, Contender contender) {
    Kernels kernels = contender == Contender.KERNEL ? Kernels.FASTEST : Kernels.WEBASSEMBLY;
    measurements.add(
        name,
        contender.title(),
        PER_CALL,
        JmhRun.nanos(jmh.options(CallBenchmark.class, method).param("kernels", kernels.name())));
  }

  private void manyFunctions(JmhRun jmh) {
    measurements.add(ONE_FUNCTION, Contender.WASM_KERNEL.title(), PER_ROW, manyFunctions(jmh, 1));
    double[] nanos = manyFunctions(jmh, MANY_FUNCTIONS);
    int functions = Math.min(MANY_FUNCTIONS, nanos.length);
    double[] slowest =
        IntStream.range(0, functions)
            .mapToObj(function -> runsOf(function, functions, nanos))
            .max(Comparator.comparingDouble(KernelSuite::middle))
            .orElseThrow();
    measurements.add(SLOWEST_OF_MANY, Contender.WASM_KERNEL.title(), PER_ROW, slowest);
  }

  private static double[] manyFunctions(JmhRun jmh, int functions) {
    int rounds = jmh.effort() == Effort.SMOKE ? 1 : 3;
    return JmhRun.nanosEach(
        jmh.options(ManyFunctionsBenchmark.class, "batch")
            .param("functions", Integer.toString(functions))
            // Each function has its turn in the warm-up too.
            .warmupIterations(jmh.effort() == Effort.SMOKE ? 0 : MANY_FUNCTIONS)
            .measurementIterations(rounds * MANY_FUNCTIONS),
        Batch.ROWS);
  }

  private static double[] runsOf(int function, int functions, double[] nanos) {
    return IntStream.range(0, nanos.length)
        .filter(i -> i % functions == function)
        .mapToDouble(i -> nanos[i])
        .toArray();
  }

  private static double middle(double[] values) {
    return Arrays.stream(values).sorted().skip(values.length / 2).findFirst().orElseThrow();
  }
}
