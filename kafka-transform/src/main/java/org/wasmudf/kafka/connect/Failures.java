package org.wasmudf.kafka.connect;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wasmudf.runtime.UdfException;

/// What becomes of records that fail. Used by one thread.
final class Failures {
  private static final Logger LOGGER = LoggerFactory.getLogger(WasmTransform.class);

  private final OnError onError;
  private long count;

  Failures(OnError onError) {
    this.onError = onError;
  }

  /// A function's error as Connect's: a fault of the record or the function is a DataException, one
  /// that passes by itself a RetriableException, and one of ours a ConnectException.
  static ConnectException asConnects(UdfException e) {
    String message = e.code() + ": " + e.getMessage();
    return switch (e) {
      case UdfException.Guest _, UdfException.Resource _ -> new DataException(message, e);
      case UdfException.Busy _ -> new RetriableException(message, e);
      case UdfException.User _, UdfException.Internal _ -> new ConnectException(message, e);
    };
  }

  /// Whether the record goes on.
  ///
  /// @throws DataException when it doesn't say what to do with it
  <R extends ConnectRecord<R>> boolean passes(R record, DataException e) {
    if (onError == OnError.FAIL) {
      throw e;
    }
    // As many lines as the count has bits, however many records fail.
    if (Long.bitCount(++count) == 1) {
      LOGGER.warn(
          "{} a record of topic {}, partition {}: {} (records that failed until now: {})",
          onError == OnError.SKIP ? "Dropped" : "Passed on unchanged",
          record.topic(),
          record.kafkaPartition(),
          e.getMessage(),
          count);
    }
    return onError == OnError.PASS;
  }
}
