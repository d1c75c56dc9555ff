package org.wasmudf.kafka.streams;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.wasmudf.kafka.transform.Part;
import org.wasmudf.kafka.transform.RecordAccess;

/// Access for calls whose paths are fields of the value: nothing else is asked for. Streams' values
/// have no schema.
interface ValueAccess<R> extends RecordAccess<R> {
  @Nullable Object value(R record);

  R withValue(R record, @Nullable Object value);

  @Override
  default @Nullable Schema schema(R record, Part part) {
    return null;
  }

  @Override
  default @Nullable Object value(R record, Part part) {
    return switch (part) {
      case VALUE -> value(record);
      case KEY -> throw unasked();
    };
  }

  @Override
  default R with(R record, Part part, @Nullable Schema schema, @Nullable Object value) {
    return switch (part) {
      case VALUE -> withValue(record, value);
      case KEY -> throw unasked();
    };
  }

  @Override
  default String topic(R record) {
    throw unasked();
  }

  @Override
  default @Nullable Integer partition(R record) {
    throw unasked();
  }

  @Override
  default @Nullable Long timestamp(R record) {
    throw unasked();
  }

  private static IllegalStateException unasked() {
    return new IllegalStateException("paths are fields of the value");
  }
}
