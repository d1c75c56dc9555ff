package org.wasmudf.kafka.runner;

import java.util.List;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.wasmudf.kafka.transform.MetricSink;
import org.wasmudf.kafka.transform.RecordsTransform;

/// Makes of consumed records those to produce. Used by one thread.
interface PollTransform extends AutoCloseable {
  /// Where records go, in the order of those that they come from.
  interface Outcome
      extends RecordsTransform.Outcome<
          ConsumerRecord<byte[], byte[]>, ProducerRecord<byte[], byte[]>> {}

  /// The transform of the configured shape.
  ///
  /// @param partitions how many a topic has that records are produced to
  /// @throws org.apache.kafka.common.config.ConfigException naming the key and what to do
  static PollTransform of(RunnerConfig config, ToIntFunction<String> partitions) {
    return switch (config.transform().shape()) {
      case FILTER, MAP, FIELDS -> new CallTransform(config);
      case RECORDS -> new RecordsPollTransform(config, partitions);
    };
  }

  /// Transforms records together.
  ///
  /// @param outcome told of what has become of them; not before something has become of all
  /// @throws org.wasmudf.runtime.UdfException when no record is to blame; nothing was told then
  void apply(List<ConsumerRecord<byte[], byte[]>> records, Outcome outcome);

  /// Tells of the calls that are made.
  void report(MetricSink sink);

  /// Ends the guest.
  @Override
  void close();
}
