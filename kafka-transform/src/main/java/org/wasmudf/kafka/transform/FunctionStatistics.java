package org.wasmudf.kafka.transform;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.wasmudf.runtime.UdfErrorCode;

/// What the calls of a function have come to. Counted by one thread, and read by any.
///
/// Numbers are written without the barriers of an atomic addition, which a single writer doesn't
/// need: who reads them sees them a moment later.
final class FunctionStatistics {
  final Count calls = new Count();
  final Count rows = new Count();
  final Count fuel = new Count();
  final Count outputBytes = new Count();

  /// Of the calls whose time was taken.
  final Count timedCalls = new Count();

  final Count timedNanos = new Count();
  private final AtomicLong longestNanos = new AtomicLong();
  private final Map<UdfErrorCode, Count> failures = new EnumMap<>(UdfErrorCode.class);

  FunctionStatistics() {
    for (UdfErrorCode each : UdfErrorCode.values()) {
      failures.put(each, new Count());
    }
  }

  /// A number that only grows.
  static final class Count {
    private final AtomicLong value = new AtomicLong();

    /// By the one thread that counts.
    void add(long more) {
      value.setOpaque(value.getPlain() + more);
    }

    long get() {
      return value.getOpaque();
    }
  }

  void countTime(long nanos) {
    timedCalls.add(1);
    timedNanos.add(nanos);
    if (nanos > longestNanos.getOpaque()) {
      longestNanos.setOpaque(nanos);
    }
  }

  /// The longest time since this was asked before, in nanoseconds; 0 for none.
  long takeLongestNanos() {
    return longestNanos.getAndSet(0);
  }

  Count failures(UdfErrorCode code) {
    Count count = failures.get(code);
    if (count == null) {
      throw new IllegalArgumentException("an error " + code);
    }
    return count;
  }
}
