package org.wasmudf.kafka.transform;

/// What a transform does with a call's result.
public enum Shape {
  /// Drops the record, unless the result is TRUE.
  FILTER,
  /// Replaces the key or the value.
  MAP,
  /// Replaces or adds fields.
  FIELDS,
  /// Calls a function of whole records, which makes none, one or many of each.
  RECORDS
}
