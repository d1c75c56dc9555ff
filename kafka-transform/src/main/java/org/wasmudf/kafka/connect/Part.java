package org.wasmudf.kafka.connect;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/// One of the two parts of a record that have a schema.
enum Part {
  KEY("key"),
  VALUE("value");

  private final String word;

  Part(String word) {
    this.word = word;
  }

  /// What it is called in paths.
  String word() {
    return word;
  }

  @Nullable Schema schema(ConnectRecord<?> record) {
    return switch (this) {
      case KEY -> record.keySchema();
      case VALUE -> record.valueSchema();
    };
  }

  @Nullable Object value(ConnectRecord<?> record) {
    return switch (this) {
      case KEY -> record.key();
      case VALUE -> record.value();
    };
  }

  /// The record with something else in this part.
  @SuppressWarnings("NullAway") // Connect's parts and schemas may be null, and it doesn't say so.
  <R extends ConnectRecord<R>> R with(R record, @Nullable Schema schema, @Nullable Object value) {
    boolean isKey = this == KEY;
    return record.newRecord(
        record.topic(),
        record.kafkaPartition(),
        isKey ? schema : record.keySchema(),
        isKey ? value : record.key(),
        isKey ? record.valueSchema() : schema,
        isKey ? record.value() : value,
        record.timestamp());
  }
}
