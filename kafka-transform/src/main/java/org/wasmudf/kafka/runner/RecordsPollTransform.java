package org.wasmudf.kafka.runner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.RecordsInput;
import org.wasmudf.arrow.RecordsOutput;
import org.wasmudf.kafka.transform.MetricSink;
import org.wasmudf.kafka.transform.RecordsForm;
import org.wasmudf.kafka.transform.RecordsTransform;

/// The shape that calls a function of records: of one record any become, as bytes.
final class RecordsPollTransform implements PollTransform {
  private final RunnerConfig config;
  private final ToIntFunction<String> partitions;
  private final RecordsTransform<ConsumerRecord<byte[], byte[]>, ProducerRecord<byte[], byte[]>>
      transform;

  /// Of topics, for one poll: how many partitions they have.
  private final Map<String, Integer> counts = new HashMap<>();

  /// Loads the module.
  ///
  /// @param partitions how many a topic has
  /// @throws org.apache.kafka.common.config.ConfigException naming the key and what to do
  RecordsPollTransform(RunnerConfig config, ToIntFunction<String> partitions) {
    this.config = config;
    this.partitions = partitions;
    this.transform = RecordsTransform.open(config.transform(), new Form(), config.outputTopics());
  }

  @Override
  public void apply(List<ConsumerRecord<byte[], byte[]>> records, Outcome outcome) {
    counts.clear();
    transform.applyAll(records, outcome);
  }

  private final class Form
      implements RecordsForm<ConsumerRecord<byte[], byte[]>, ProducerRecord<byte[], byte[]>> {
    @Override
    public String topic(ConsumerRecord<byte[], byte[]> record) {
      return record.topic();
    }

    @Override
    public void add(ConsumerRecord<byte[], byte[]> record, RecordsInput input) {
      input.add(
          record.topic(),
          record.partition(),
          record.offset(),
          record.timestamp(),
          record.timestampType().id,
          record.key(),
          record.value());
      for (Header each : record.headers()) {
        input.header(each.key(), each.value());
      }
    }

    @Override
    @SuppressWarnings("NullAway") // Kafka's keys, values and partitions may be null.
    public ProducerRecord<byte[], byte[]> make(
        ConsumerRecord<byte[], byte[]> source,
        @Nullable String topic,
        RecordsOutput output,
        int number) {
      String to = topic == null ? config.outputTopic() : topic;
      long timestamp = output.timestamp(number);
      return new ProducerRecord<>(
          to,
          partition(source, to, output.partition(number)),
          timestamp == RecordsInput.NO_TIMESTAMP ? null : timestamp,
          output.key(number),
          output.value(number),
          headers(output, number));
    }
  }

  /// A producer would wait for a partition that isn't there.
  private @Nullable Integer partition(
      ConsumerRecord<byte[], byte[]> source, String topic, @Nullable Integer given) {
    if (given == null) {
      return config.partition(source);
    }
    int count = counts.computeIfAbsent(topic, partitions::applyAsInt);
    if (given >= count) {
      throw new DataException(
          "it sends a record to partition %d of the topic %s, which has %d"
              .formatted(given, topic, count));
    }
    return given;
  }

  @SuppressWarnings("NullAway") // Kafka's headers may have a null for a value.
  private static List<Header> headers(RecordsOutput output, int number) {
    int count = output.headers(number);
    if (count == 0) {
      return List.of();
    }
    List<Header> headers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      headers.add(new RecordHeader(output.headerKey(number, i), output.headerValue(number, i)));
    }
    return headers;
  }

  @Override
  public void report(MetricSink sink) {
    transform.report(sink);
  }

  @Override
  public void close() {
    transform.close();
  }
}
