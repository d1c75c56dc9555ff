package org.wasmudf.kafka.connect;

/// What becomes of a record for which a call fails.
enum OnError {
  /// The record fails, and Connect's `errors.tolerance` says what that means.
  FAIL,
  /// The record is dropped.
  SKIP,
  /// The record goes on as it was.
  PASS
}
