package org.wasmudf.kafka.connect;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.wasmudf.kafka.transform.Part;
import org.wasmudf.kafka.transform.RecordAccess;

/// Connect's own records.
final class ConnectAccess<R extends ConnectRecord<R>> implements RecordAccess<R> {
  @Override
  public @Nullable Schema schema(R record, Part part) {
    return switch (part) {
      case KEY -> record.keySchema();
      case VALUE -> record.valueSchema();
    };
  }

  @Override
  public @Nullable Object value(R record, Part part) {
    return switch (part) {
      case KEY -> record.key();
      case VALUE -> record.value();
    };
  }

  @Override
  @SuppressWarnings("NullAway") // Connect's parts and schemas may be null, and it doesn't say so.
  public R with(R record, Part part, @Nullable Schema schema, @Nullable Object value) {
    boolean isKey = part == Part.KEY;
    return record.newRecord(
        record.topic(),
        record.kafkaPartition(),
        isKey ? schema : record.keySchema(),
        isKey ? value : record.key(),
        isKey ? record.valueSchema() : schema,
        isKey ? record.value() : value,
        record.timestamp());
  }

  @Override
  public String topic(R record) {
    return record.topic();
  }

  @Override
  public @Nullable Integer partition(R record) {
    return record.kafkaPartition();
  }

  @Override
  public @Nullable Long timestamp(R record) {
    return record.timestamp();
  }
}
