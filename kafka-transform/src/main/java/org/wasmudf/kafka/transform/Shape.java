package org.wasmudf.kafka.transform;

/// What a transform does with a call's result.
enum Shape {
  /// Drops the record, unless the result is TRUE.
  FILTER,
  /// Replaces the key or the value.
  MAP,
  /// Replaces or adds fields.
  FIELDS
}
