package org.wasmudf.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.wasmudf.kafka.runner.Runner;
import org.wasmudf.kafka.runner.RunnerConfig;
import org.wasmudf.kafka.runner.RunnerStatus;
import org.wasmudf.runtime.EngineStatus;
import org.wasmudf.runtime.UdfRuntime;

/// Tells whoever watches a runner what it does: when it starts and ends, what is wrong, and on a
/// terminal each second how it is doing, on others each minute. Thread-safe.
final class RunnerReport implements AutoCloseable {
  private static final Duration ON_TERMINAL = Duration.ofSeconds(1);
  private static final Duration ELSEWHERE = Duration.ofMinutes(1);

  private final RunnerConfig config;
  private final Streams streams;
  private final StatusLine line;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("wasm-udf status").factory());
  private @Nullable Runner watched;
  private RunnerStatus last = new RunnerStatus(0, 0, 0, 0, 0, 0);
  private long lastAt = System.nanoTime();

  RunnerReport(RunnerConfig config, Streams streams) {
    this.config = config;
    this.streams = streams;
    this.line = new StatusLine(streams.err());
  }

  /// Begins to report on a runner whose module is loaded.
  synchronized void watch(Runner runner) {
    watched = runner;
    EngineStatus engine = UdfRuntime.shared().engineStatus();
    tell(
        "%s -> %s, group %s: %s, %s"
            .formatted(
                String.join(", ", config.inputTopics()),
                config.outputTopic(),
                config.groupId(),
                Path.of(config.moduleFile()).getFileName(),
                engine.compiled() ? "compiled" : "INTERPRETED"));
    long period = (streams.errIsTerminal() ? ON_TERMINAL : ELSEWHERE).toMillis();
    var _ =
        clock.scheduleAtFixedRate(
            () -> show(runner.status()), period, period, TimeUnit.MILLISECONDS);
  }

  private synchronized void show(RunnerStatus now) {
    String text = describe(now);
    if (streams.errIsTerminal()) {
      line.show(text);
    } else {
      streams.err().println(text);
    }
  }

  private String describe(RunnerStatus now) {
    long at = System.nanoTime();
    double seconds = (at - lastAt) / 1e9;
    double rate = seconds > 0 ? (now.recordsIn() - last.recordsIn()) / seconds : 0;
    last = now;
    lastAt = at;
    return "%,d in, %,d out, %,.0f/s, lag %,d, failed %,d, partitions %d"
        .formatted(
            now.recordsIn(), now.recordsOut(), rate, now.lag(), now.failed(), now.partitions());
  }

  /// Prints a warning.
  void warn(String warning) {
    tell("warning: " + warning);
  }

  private synchronized void tell(String text) {
    if (streams.errIsTerminal()) {
      line.clear();
    }
    streams.err().println(text);
  }

  /// Says what was done altogether.
  @Override
  public void close() {
    clock.shutdownNow();
    if (watched != null) {
      RunnerStatus end = watched.status();
      tell(
          "ended: %,d in, %,d out, failed %,d"
              .formatted(end.recordsIn(), end.recordsOut(), end.failed()));
    }
  }
}
