package org.wasmudf.arrow;

import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.limit.ExceededLimit;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;

/// How long a string or binary may be that a guest returns.
final class ValueSize {
  private ValueSize() {}

  /// In bytes: all that a row gives is one value.
  static long most(ResourceLimits limits) {
    return limits.get(limit(limits));
  }

  private static Limit limit(ResourceLimits limits) {
    return limits.get(Limit.OUTPUT_BYTES) < limits.get(Limit.VALUE_BYTES)
        ? Limit.OUTPUT_BYTES
        : Limit.VALUE_BYTES;
  }

  /// What a guest is told whose value has more.
  static UdfException exceeded(ResourceLimits limits, long bytes) {
    String key = limit(limits).key();
    return UdfException.of(
            UdfErrorCode.OUTPUT_LIMIT,
            "it returned a value of %,d bytes, more than %,d (%s)"
                .formatted(bytes, most(limits), key))
        .exceeding(new ExceededLimit(key, most(limits), bytes));
  }
}
