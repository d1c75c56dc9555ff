package org.wasmudf.kafka.streams;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.streams.StreamsConfig;

/// Waits before a call is made again: ever longer, and in all for no more than a third of the time
/// in which the consumer must poll, `max.poll.interval.ms`, so that it isn't taken for dead.
///
/// Used by one thread.
final class Retries {
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2000;
  private static final long DEFAULT_INTERVAL_MILLIS = 300_000;
  private static final int SHARE = 3;

  private final long intervalMillis;

  /// The interval that is at work: when it began, and what of it has been waited away.
  private long begin;

  private long spentMillis;

  /// Of the record at work: whether it has failed, when first, and the next pause.
  private boolean isFailing;

  private long failedAt;
  private long pauseMillis;

  private Retries(long intervalMillis) {
    this.intervalMillis = intervalMillis;
    this.begin = now();
  }

  /// In milliseconds, and never going back.
  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /// @param configs the application's
  static Retries of(Map<String, Object> configs) {
    for (String prefix :
        new String[] {StreamsConfig.MAIN_CONSUMER_PREFIX, StreamsConfig.CONSUMER_PREFIX, ""}) {
      Object value = configs.get(prefix + ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG);
      if (value != null) {
        Object millis =
            ConfigDef.parseType(
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, value, ConfigDef.Type.INT);
        return new Retries((Integer) millis);
      }
    }
    return new Retries(DEFAULT_INTERVAL_MILLIS);
  }

  /// Waits, if there is time left.
  ///
  /// @return whether the call is to be made again
  /// @throws InterruptException when the thread is told to stop
  boolean awaitNext() {
    long now = now();
    if (!isFailing) {
      isFailing = true;
      failedAt = now;
      pauseMillis = FIRST_PAUSE_MILLIS;
      if (now - begin >= intervalMillis) {
        begin = now;
        spentMillis = 0;
      }
    }
    if (spentMillis + (now - failedAt) + pauseMillis > intervalMillis / SHARE) {
      return false;
    }
    try {
      Thread.sleep(pauseMillis);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
    pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    return true;
  }

  /// Told when a record is done with, one way or the other.
  void finish() {
    if (isFailing) {
      isFailing = false;
      spentMillis += now() - failedAt;
    }
  }
}
