package org.wasmudf.kafka.connect;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wasmudf.kafka.transform.OnError;
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

  /// What becomes of a record that failed.
  ///
  /// @return null to drop it
  /// @throws ConnectException unless it is dropped or goes on
  @SuppressWarnings("NullAway") // Connect drops a record for which null is returned.
  <R extends ConnectRecord<R>> R outcome(R record, ConnectException e) {
    if (!(e instanceof DataException)) {
      throw e;
    }
    return switch (onError) {
      // Connect itself has a queue for dead letters.
      case FAIL, DEAD_LETTER -> throw e;
      case RETRY -> throw new RetriableException(e.getMessage(), e);
      case SKIP -> {
        log("Dropped", record, e);
        yield null;
      }
      case PASS -> {
        log("Passed on unchanged", record, e);
        yield record;
      }
    };
  }

  private void log(String what, ConnectRecord<?> record, ConnectException e) {
    // As many lines as the count has bits, however many records fail.
    if (Long.bitCount(++count) == 1) {
      LOGGER.warn(
          "{} a record of topic {}, partition {}: {} (records that failed until now: {})",
          what,
          record.topic(),
          record.kafkaPartition(),
          e.getMessage(),
          count);
    }
  }
}
