package org.wasmudf.runtime.limit;

/// Whether whoever asked for a call still wants it; asked by several threads, often, and so cheap.
@FunctionalInterface
public interface Cancellation {
  /// Nobody ever cancels.
  Cancellation NEVER = () -> false;

  /// Whether the call is to be stopped.
  boolean isCancelled();
}
