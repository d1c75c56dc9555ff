package org.wasmudf.kafka.runner;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/// A runner's transform without Kafka: shows what would be produced for records that somebody
/// writes down. Used by one thread.
public final class DryRun implements AutoCloseable {
  private final String topic;
  private final PollTransform transform;
  private final FailurePolicy policy;
  private long offset;

  /// Loads the module.
  ///
  /// @param out takes what would be produced
  /// @param warnings takes lines about records that fail
  /// @throws org.apache.kafka.common.config.ConfigException naming the key and what to do
  public DryRun(
      RunnerConfig config,
      Consumer<ProducerRecord<byte[], byte[]>> out,
      Consumer<String> warnings) {
    this.topic = config.inputTopics().getFirst();
    // Nobody says how many partitions there are.
    this.transform = PollTransform.of(config, name -> Integer.MAX_VALUE);
    this.policy = new FailurePolicy(config, transform, out, warnings);
  }

  /// Transforms a record as if it had been read from the first input topic.
  ///
  /// @throws RecordFailedException when it fails, and a runner would stop
  @SuppressWarnings("NullAway") // Kafka's keys and values may be null.
  public void transform(byte @Nullable [] key, byte @Nullable [] value) {
    transform.apply(
        List.of(
            new ConsumerRecord<>(
                topic,
                0,
                offset++,
                System.currentTimeMillis(),
                TimestampType.CREATE_TIME,
                key == null ? ConsumerRecord.NULL_SIZE : key.length,
                value == null ? ConsumerRecord.NULL_SIZE : value.length,
                key,
                value,
                new RecordHeaders(),
                Optional.empty())),
        policy);
  }

  /// Ends the guest.
  @Override
  public void close() {
    transform.close();
  }
}
