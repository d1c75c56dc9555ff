package org.wasmudf.bench.micro;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.wasmudf.bench.Effort;

/// Runs one benchmark under JMH, in a process of its own that has this one's JVM flags.
///
/// @param effort how long
/// @param jvmArguments flags of that process beside those of this one
public record JmhRun(Effort effort, List<String> jvmArguments) {
  /// How long each effort warms up and measures.
  ///
  /// @param warm whether the benchmark runs until it is steady before JMH's own warm-up
  private record Schedule(boolean warm, int forks, int warmups, int iterations, int millis) {
    static Schedule of(Effort effort) {
      return switch (effort) {
        case SMOKE -> new Schedule(false, 0, 0, 1, 1);
        case NORMAL -> new Schedule(true, 1, 1, 5, 200);
        case THOROUGH -> new Schedule(true, 3, 3, 5, 1_000);
      };
    }
  }

  /// A benchmark with nothing to set but how long.
  ///
  /// @param benchmark the class that holds it
  /// @param method its name there
  public ChainedOptionsBuilder options(Class<?> benchmark, String method) {
    Schedule schedule = Schedule.of(effort);
    return new OptionsBuilder()
        .include("^" + benchmark.getName().replace(".", "\\.") + "\\." + method + "$")
        .param("warm", Boolean.toString(schedule.warm()))
        .forks(schedule.forks())
        .warmupIterations(schedule.warmups())
        .warmupTime(TimeValue.milliseconds(schedule.millis()))
        .measurementIterations(schedule.iterations())
        .measurementTime(TimeValue.milliseconds(schedule.millis()))
        .jvmArgsAppend(jvmArguments.toArray(String[]::new))
        .shouldFailOnError(true);
  }

  /// Runs what the options name, where an operation is so many rows or records.
  ///
  /// @return nanoseconds each of them, of each iteration in turn
  /// @throws IllegalStateException when the benchmark fails, with what it said
  public static double[] nanosEach(ChainedOptionsBuilder options, int count) {
    return Arrays.stream(nanos(options)).map(nanos -> nanos / count).toArray();
  }

  /// Runs what the options name, which is one benchmark.
  ///
  /// @return nanoseconds an operation, of each iteration in turn
  /// @throws IllegalStateException when the benchmark fails, with what it said
  public static double[] nanos(ChainedOptionsBuilder options) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (PrintStream log = new PrintStream(said, false, StandardCharsets.UTF_8)) {
      RunResult result =
          new Runner(
                  options.build(),
                  OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL))
              .runSingle();
      return result.getBenchmarkResults().stream()
          .map(BenchmarkResult::getIterationResults)
          .flatMap(iterations -> iterations.stream().map(IterationResult::getPrimaryResult))
          .mapToDouble(primary -> primary.getScore())
          .toArray();
    } catch (RunnerException e) {
      throw new IllegalStateException(
          "a benchmark failed:\n" + said.toString(StandardCharsets.UTF_8), e);
    }
  }
}
