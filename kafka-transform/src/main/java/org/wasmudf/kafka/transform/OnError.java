package org.wasmudf.kafka.transform;

/// What becomes of a record for which a call fails.
public enum OnError {
  /// The record fails, and whoever runs the transform stops or does what it does with such records.
  FAIL,
  /// The record is dropped.
  SKIP,
  /// The record goes on as it was.
  PASS,
  /// The record goes to a topic of those that failed.
  DEAD_LETTER,
  /// The call is made again, later.
  RETRY
}
