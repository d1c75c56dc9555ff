package org.wasmudf.bench.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.wasmudf.arrow.LinearMemory;
import org.wasmudf.arrow.ScalarUdf;
import org.wasmudf.bench.kernels.SampleFunction;
import org.wasmudf.bench.kernels.Workload;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;

/// A process with many live instances of a small module, each with the kernel that has called it
/// once.
final class ManyInstances {
  private static final String READY = "ready";
  private static final int BYTES_PER_KIB = 1_024;

  private ManyInstances() {}

  /// Starts the process, and looks at its memory when it has all instances.
  ///
  /// @return bytes of physical memory; empty where there is no `/proc`
  /// @throws IllegalStateException when the process fails, with what it said
  static OptionalDouble processMemory(int instances) throws IOException, InterruptedException {
    if (!Files.isReadable(status(ProcessHandle.current().pid()))) {
      return OptionalDouble.empty();
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ManyInstances.class.getName(), Integer.toString(instances)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      List<String> lines = new ArrayList<>();
      String line;
      while ((line = said.readLine()) != null) {
        if (line.equals(READY)) {
          return OptionalDouble.of(residentBytes(process.pid()));
        }
        lines.add(line);
      }
      throw new IllegalStateException(
          "a process with %d instances failed:\n%s".formatted(instances, String.join("\n", lines)));
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static Path status(long pid) {
    return Path.of("/proc", Long.toString(pid), "status");
  }

  private static double residentBytes(long pid) throws IOException {
    try (Stream<String> lines = Files.lines(status(pid))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToDouble(kibibytes -> Double.parseDouble(kibibytes) * BYTES_PER_KIB)
          .findFirst()
          .orElseThrow();
    }
  }

  /// The process: takes so many instances, says so, and waits to be stopped.
  public static void main(String[] arguments) throws IOException {
    int count = Integer.parseInt(arguments[0]);
    Tenant tenant =
        new Tenant(
            "many",
            ResourceLimits.DEFAULT
                .with(Limit.INSTANCES, count)
                .with(Limit.MEMORY_TOTAL_BYTES, Limit.NONE));
    List<ScalarUdf> live = new ArrayList<>();
    Workload gcd = new Workload(SampleFunction.GCD, LinearMemory.shared());
    for (int i = 0; i < count; i++) {
      ScalarUdf udf = gcd.open(tenant, Cancellation.create());
      gcd.run(udf, 1);
      live.add(udf);
    }
    System.out.println(READY);
    System.in.read();
    live.forEach(ScalarUdf::close);
    gcd.close();
  }
}
