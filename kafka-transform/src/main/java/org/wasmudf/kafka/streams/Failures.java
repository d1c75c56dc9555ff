package org.wasmudf.kafka.streams;

import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wasmudf.kafka.transform.ErrorHeaders;
import org.wasmudf.kafka.transform.OnError;
import org.wasmudf.runtime.UdfException;

/// What becomes of records that fail in one processor. Used by one thread.
final class Failures {
  private static final Logger LOGGER = LoggerFactory.getLogger(WasmProcessors.class);

  private final OnError onError;
  private final ProcessingContext context;
  private final Retries retries;
  private long count;

  Failures(OnError onError, ProcessingContext context) {
    this.onError = onError;
    this.context = context;
    this.retries = Retries.of(context.appConfigs());
  }

  /// Makes a call for a record, again if that may help.
  ///
  /// @param call null where it drops the record
  /// @param record what goes on instead where failures are passed on
  /// @return null to drop the record
  /// @throws StreamsException unless the record is dropped or goes on; what there is to say of it
  ///   is in the headers that a handler sees then
  <T> @Nullable T call(Supplier<T> call, @Nullable T record) {
    try {
      while (true) {
        try {
          return call.get();
        } catch (UdfException e) {
          if (!isTemporary(e) || !retries.awaitNext()) {
            return outcome(record, e, e.code() + ": " + e.getMessage());
          }
        } catch (DataException e) {
          return outcome(record, e, String.valueOf(e.getMessage()));
        }
      }
    } finally {
      retries.finish();
    }
  }

  private boolean isTemporary(UdfException e) {
    return switch (e) {
      case UdfException.Busy _ -> true;
      case UdfException.Guest _, UdfException.Resource _ -> onError == OnError.RETRY;
      case UdfException.User _, UdfException.Internal _ -> false;
    };
  }

  private <T> @Nullable T outcome(@Nullable T record, RuntimeException failure, String message) {
    boolean isOfRecord =
        switch (failure) {
          case UdfException.Guest _, UdfException.Resource _, DataException _ -> true;
          default -> false;
        };
    if (isOfRecord && onError == OnError.SKIP) {
      log("Dropped", message);
      return null;
    }
    if (isOfRecord && onError == OnError.PASS) {
      log("Passed on unchanged", message);
      return record;
    }
    tellHandler(failure);
    throw new StreamsException(message, failure);
  }

  /// What a handler sees, and Streams' own copies to the dead letter, are the headers of the
  /// context, of which the record has a copy.
  private void tellHandler(RuntimeException failure) {
    if (context instanceof ProcessorContext processor) {
      Headers headers = processor.headers();
      ErrorHeaders.addFailure(headers, failure);
    }
  }

  private void log(String what, String message) {
    // As many lines as the count has bits, however many records fail.
    if (Long.bitCount(++count) == 1) {
      String place =
          context
              .recordMetadata()
              .map(
                  at ->
                      "topic %s, partition %d, offset %d"
                          .formatted(at.topic(), at.partition(), at.offset()))
              .orElse("no topic");
      LOGGER.warn(
          "{} a record of {}: {} (records that failed until now: {})", what, place, message, count);
    }
  }
}
