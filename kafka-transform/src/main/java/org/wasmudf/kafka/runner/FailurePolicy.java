package org.wasmudf.kafka.runner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.kafka.transform.ErrorHeaders;
import org.wasmudf.runtime.UdfException;

/// Passes on what becomes of records, and does with those that fail what the configuration says.
/// Used by one thread.
final class FailurePolicy implements PollTransform.Outcome {
  private final RunnerConfig config;
  private final PollTransform transform;
  private final Consumer<ProducerRecord<byte[], byte[]>> out;
  private final Consumer<String> warnings;
  private long failed;

  /// @param out takes what is produced
  /// @param warnings takes lines about records that failed, ever more rarely
  FailurePolicy(
      RunnerConfig config,
      PollTransform transform,
      Consumer<ProducerRecord<byte[], byte[]>> out,
      Consumer<String> warnings) {
    this.config = config;
    this.transform = transform;
    this.out = out;
    this.warnings = warnings;
  }

  /// Records that failed until now.
  long failed() {
    return failed;
  }

  @Override
  public void send(ProducerRecord<byte[], byte[]> record) {
    out.accept(record);
  }

  /// @throws RecordFailedException when the configuration says so
  @Override
  public void fail(ConsumerRecord<byte[], byte[]> record, RuntimeException failure) {
    failed++;
    switch (config.onError()) {
      case FAIL -> throw new RecordFailedException(record, failure);
      case SKIP -> warn("dropped", record, failure);
      case PASS -> {
        warn("passed on unchanged", record, failure);
        send(config.produced(record, record.key(), record.value()));
      }
      case DEAD_LETTER -> {
        warn("put among the dead letters", record, failure);
        send(deadLetter(record, failure));
      }
      case RETRY -> retry(record, failure);
    }
  }

  private ProducerRecord<byte[], byte[]> deadLetter(
      ConsumerRecord<byte[], byte[]> record, RuntimeException failure) {
    String topic = config.deadLetterTopic();
    if (topic == null) {
      throw new IllegalStateException("no topic for dead letters");
    }
    ProducerRecord<byte[], byte[]> letter =
        RunnerConfig.produced(topic, null, record, record.key(), record.value());
    ErrorHeaders.addFailure(letter.headers(), failure);
    ErrorHeaders.addPlace(letter.headers(), record.topic(), record.partition(), record.offset());
    return letter;
  }

  /// What becomes of one record alone.
  private static final class Alone implements PollTransform.Outcome {
    private final List<ProducerRecord<byte[], byte[]>> made = new ArrayList<>();
    private @Nullable RuntimeException failure;

    @Override
    public void send(ProducerRecord<byte[], byte[]> record) {
      made.add(record);
    }

    @Override
    public void fail(ConsumerRecord<byte[], byte[]> record, RuntimeException why) {
      failure = why;
    }
  }

  private void retry(ConsumerRecord<byte[], byte[]> record, RuntimeException first) {
    RuntimeException last = first;
    for (int retry = 1; retry <= config.retryMax(); retry++) {
      sleep(config.retryBackoff(retry));
      Alone alone = new Alone();
      try {
        transform.apply(List.of(record), alone);
      } catch (UdfException.Busy e) {
        alone.fail(record, e);
      }
      if (alone.failure == null) {
        alone.made.forEach(this::send);
        return;
      }
      last = alone.failure;
    }
    throw new RecordFailedException(record, last);
  }

  /// @throws InterruptException as Kafka's clients do when their thread is interrupted
  static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private void warn(String what, ConsumerRecord<?, ?> record, RuntimeException failure) {
    // As many lines as the count has bits, however many records fail.
    if (Long.bitCount(failed) == 1) {
      warnings.accept(
          "%s %s (records that failed until now: %d)"
              .formatted(what, RecordFailedException.describe(record, failure), failed));
    }
  }
}
