package org.wasmudf.kafka.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A runner in a thread of its own.
final class Running implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 60_000;

  final List<String> warnings = new CopyOnWriteArrayList<>();
  final Runner runner;
  private final Thread thread;
  private volatile @Nullable Throwable failure;

  Running(Map<String, String> config) {
    runner = new Runner(RunnerConfig.of(config), warnings::add);
    thread =
        Thread.ofPlatform()
            .name("runner")
            .start(
                () -> {
                  try (runner) {
                    runner.run();
                  } catch (RuntimeException | Error e) {
                    failure = e;
                  }
                });
  }

  void await(Predicate<RunnerStatus> condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (!condition.test(runner.status())) {
      assertThat(System.nanoTime()).as("%s, %s", runner.status(), warnings).isLessThan(end);
      assertThat(thread.isAlive()).as("it runs; %s", failure).isTrue();
      Thread.sleep(20);
    }
  }

  /// What it ended with by itself.
  @Nullable Throwable failure() {
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(thread.isAlive()).as("it still runs").isFalse();
    return failure;
  }

  /// Stops it, and expects that all is well.
  @Override
  public void close() {
    runner.stop();
    assertThat(failure()).as("%s", warnings).isNull();
  }
}
