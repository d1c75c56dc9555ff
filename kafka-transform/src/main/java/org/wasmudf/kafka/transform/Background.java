package org.wasmudf.kafka.transform;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done every second, for all transforms, by daemon threads that they share.
final class Background {
  /// Looks for modules and makes them ready, which takes its time.
  static final Background MODULES = new Background("wasm-udf-modules");

  /// Tells what was counted, which doesn't.
  static final Background METRICS = new Background("wasm-udf-metrics");

  private static final Logger LOGGER = LoggerFactory.getLogger(Background.class);
  private static final int PERIOD_MILLIS = 1_000;

  private final String name;
  private final ScheduledExecutorService executor;

  private Background(String name) {
    this.name = name;
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name(name).unstarted(task));
  }

  /// Has something done, from now on.
  ///
  /// @param task what it throws is logged
  /// @return to end it
  Future<?> everySecond(Runnable task) {
    return executor.scheduleWithFixedDelay(
        () -> {
          try {
            task.run();
          } catch (Throwable e) {
            LOGGER.error("A task of {} failed and is tried again", name, e);
          }
        },
        PERIOD_MILLIS,
        PERIOD_MILLIS,
        TimeUnit.MILLISECONDS);
  }
}
