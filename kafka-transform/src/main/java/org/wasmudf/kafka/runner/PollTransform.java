package org.wasmudf.kafka.runner;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.wasmudf.kafka.transform.MetricSink;

/// Makes of consumed records those to produce. Used by one thread.
interface PollTransform extends AutoCloseable {
  /// Where records go, in the order of those that they come from.
  interface Outcome {
    void send(ProducerRecord<byte[], byte[]> record);

    /// Tells that a record failed.
    ///
    /// @param failure a DataException, or a UdfException of the guest's or of a limit
    void fail(ConsumerRecord<byte[], byte[]> record, RuntimeException failure);
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
