package org.wasmudf.kafka.transform;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// Stops calls of a module that keeps failing: a circuit breaker. So many failures within a window
/// open it; when it has been open for as long as the window one call is tried, which closes it or
/// has it open for another one.
///
/// Only what the guest or a limit is to blame for is a failure. Used by one thread, but for
/// [#isOpen].
final class Quarantine {
  private final int errors;
  private final long windowNanos;
  private final LongSupplier clock;

  /// When the last failures were, the oldest one at [#oldest].
  private final long[] failures;

  private int oldest;
  private int known;
  private long openedNanos;
  private @Nullable UdfException last;
  private volatile boolean open;

  /// @param errors that open it; never, if 0
  /// @param clock in nanoseconds
  Quarantine(int errors, long windowMillis, LongSupplier clock) {
    this.errors = errors;
    this.windowNanos = TimeUnit.MILLISECONDS.toNanos(windowMillis);
    this.clock = clock;
    this.failures = new long[errors];
  }

  /// Whether calls are refused; by any thread.
  boolean isOpen() {
    return open;
  }

  /// Asks whether a call may be made.
  ///
  /// @throws UdfException QUARANTINED
  void check() {
    if (!open) {
      return;
    }
    long left = windowNanos - (clock.getAsLong() - openedNanos);
    if (left <= 0 || last == null) {
      return;
    }
    UdfException refused =
        UdfException.of(
            UdfErrorCode.QUARANTINED,
            "it isn't called for %,d ms more, because the module failed %d times within %,d ms, at last with %s: %s"
                .formatted(
                    TimeUnit.NANOSECONDS.toMillis(left) + 1,
                    errors,
                    TimeUnit.NANOSECONDS.toMillis(windowNanos),
                    last.code(),
                    last.detail()));
    throw last.function().map(refused::inFunction).orElse(refused);
  }

  /// Notes a call that ended well.
  ///
  /// @return whether that has closed it
  boolean succeeded() {
    if (!open) {
      return false;
    }
    open = false;
    known = 0;
    last = null;
    return true;
  }

  /// Notes a call that failed.
  ///
  /// @return whether that has opened it, or has it open for another window
  boolean failed(UdfException e) {
    boolean isToBlame =
        (e instanceof UdfException.Guest || e instanceof UdfException.Resource)
            && e.code() != UdfErrorCode.QUARANTINED;
    if (errors == 0 || !isToBlame) {
      return false;
    }
    long now = clock.getAsLong();
    if (!open && !isTooMany(now)) {
      return false;
    }
    open = true;
    openedNanos = now;
    last = e;
    return true;
  }

  private boolean isTooMany(long now) {
    failures[(oldest + known) % errors] = now;
    known++;
    if (known < errors) {
      return false;
    }
    boolean isWithin = now - failures[oldest] <= windowNanos;
    oldest = (oldest + 1) % errors;
    known--;
    return isWithin;
  }
}
