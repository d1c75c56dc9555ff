package org.wasmudf.kafka.runner;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.wasmudf.kafka.transform.ErrorHeaders;

/// A record failed, and the configuration says that the runner stops then. What came before it is
/// committed; a runner of the group that is started again begins with it.
public final class RecordFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String topic;
  private final int partition;
  private final long offset;

  RecordFailedException(ConsumerRecord<?, ?> record, RuntimeException failure) {
    super(describe(record, failure), failure);
    this.topic = record.topic();
    this.partition = record.partition();
    this.offset = record.offset();
  }

  static String describe(ConsumerRecord<?, ?> record, RuntimeException failure) {
    return "topic %s, partition %d, offset %d: %s: %s"
        .formatted(
            record.topic(),
            record.partition(),
            record.offset(),
            ErrorHeaders.code(failure),
            failure.getMessage());
  }

  /// Where the record is.
  public String topic() {
    return topic;
  }

  /// Where in its topic the record is.
  public int partition() {
    return partition;
  }

  /// Where in its partition the record is.
  public long offset() {
    return offset;
  }

  boolean isAbout(ConsumerRecord<?, ?> record) {
    return record.offset() == offset
        && record.partition() == partition
        && record.topic().equals(topic);
  }
}
