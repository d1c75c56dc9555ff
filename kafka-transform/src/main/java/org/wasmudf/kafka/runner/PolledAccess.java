package org.wasmudf.kafka.runner;

import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.wasmudf.kafka.transform.Part;
import org.wasmudf.kafka.transform.RecordAccess;

/// Consumed records, which have no schemas.
final class PolledAccess implements RecordAccess<PolledRecord> {
  @Override
  public @Nullable Schema schema(PolledRecord record, Part part) {
    return null;
  }

  @Override
  public @Nullable Object value(PolledRecord record, Part part) {
    return switch (part) {
      case KEY -> record.key().value();
      case VALUE -> record.value().value();
    };
  }

  @Override
  public PolledRecord with(
      PolledRecord record, Part part, @Nullable Schema schema, @Nullable Object value) {
    return switch (part) {
      case KEY ->
          new PolledRecord(record.consumed(), record.key().replacedBy(value), record.value());
      case VALUE ->
          new PolledRecord(record.consumed(), record.key(), record.value().replacedBy(value));
    };
  }

  @Override
  public String topic(PolledRecord record) {
    return record.consumed().topic();
  }

  @Override
  public Integer partition(PolledRecord record) {
    return record.consumed().partition();
  }

  @Override
  public @Nullable Long timestamp(PolledRecord record) {
    return record.consumed().timestampType() == TimestampType.NO_TIMESTAMP_TYPE
        ? null
        : record.consumed().timestamp();
  }
}
