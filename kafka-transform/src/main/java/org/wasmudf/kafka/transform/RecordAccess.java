package org.wasmudf.kafka.transform;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/// How records of a kind are read and changed. Stateless.
///
/// Values are Connect's: with a schema, or without one and known by their Java classes, a structure
/// being a Map then.
///
/// @param <R> records, which are immutable
public interface RecordAccess<R> {
  /// The schema of a part; null when it has none.
  @Nullable Schema schema(R record, Part part);

  @Nullable Object value(R record, Part part);

  /// The record with something else in a part.
  R with(R record, Part part, @Nullable Schema schema, @Nullable Object value);

  String topic(R record);

  @Nullable Integer partition(R record);

  /// In milliseconds since 1970.
  @Nullable Long timestamp(R record);
}
