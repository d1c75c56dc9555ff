package org.wasmudf.arrow;

import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;

/// How much of a batch a guest is handed at once. That is the host's choice, and must not be what a
/// function fails of: a portion that turns out to be too much is divided.
final class Portions {
  /// Arguments are handed over in portions of at most about this size, so that a guest's memory
  /// needn't grow with the batch.
  static final long MOST_BYTES = 16L << 20;

  /// Smaller ones are not worth a call.
  static final long LEAST_BYTES = 1L << 16;

  private static final int MEMORY_OF_PORTION = 4;

  private Portions() {}

  /// The size of a portion, in bytes: less than the most where the guest may have little memory.
  static long bytes(ResourceLimits limits, long most) {
    return Math.clamp(limits.get(Limit.MEMORY_BYTES) / MEMORY_OF_PORTION, LEAST_BYTES, most);
  }

  /// Whether a function could do with fewer rows what it failed to do with so many.
  static boolean isTooMuch(UdfException failure) {
    return failure.code() == UdfErrorCode.MEMORY_LIMIT
        || (failure.code() == UdfErrorCode.OUTPUT_LIMIT && failure.row().isEmpty());
  }
}
