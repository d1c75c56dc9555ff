package org.wasmudf.kafka.runner;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/// A record as it was consumed, of which key and value may have been replaced. They are decoded
/// when they are first looked at, and encoded only if they were replaced. May be looked at by
/// several threads.
///
/// @param consumed the record
/// @param key what becomes of its key
/// @param value what becomes of its value
record PolledRecord(ConsumerRecord<byte[], byte[]> consumed, Content key, Content value) {
  PolledRecord(ConsumerRecord<byte[], byte[]> consumed, Format keys, Format values) {
    this(
        consumed,
        new Content("key", keys, consumed.key()),
        new Content("value", values, consumed.value()));
  }

  /// A key or a value: its bytes, what they mean, or both.
  static final class Content {
    private final String part;
    private final Format format;
    private final byte @Nullable [] bytes;
    private @Nullable Object value;

    /// Written after the value, which whoever sees it sees too.
    private volatile boolean isDecoded;

    /// What was consumed.
    Content(String part, Format format, byte @Nullable [] bytes) {
      this.part = part;
      this.format = format;
      this.bytes = bytes;
    }

    private Content(Content replaced, @Nullable Object value) {
      this(replaced.part, replaced.format, null);
      this.value = value;
      this.isDecoded = true;
    }

    Content replacedBy(@Nullable Object newValue) {
      return new Content(this, newValue);
    }

    /// @throws DataException when the bytes aren't what the format says
    @Nullable Object value() {
      if (!isDecoded && bytes != null) {
        try {
          value = format.decode(bytes);
        } catch (DataException e) {
          throw inPart(e);
        }
      }
      isDecoded = true;
      return value;
    }

    /// @throws DataException when the format has no bytes for it
    byte @Nullable [] bytes() {
      if (bytes != null || value == null) {
        return bytes;
      }
      try {
        return format.encode(value);
      } catch (DataException e) {
        throw inPart(e);
      }
    }

    private DataException inPart(DataException e) {
      return new DataException("the %s: %s".formatted(part, e.getMessage()), e);
    }
  }
}
