package org.wasmudf.runtime;

import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.wasmudf.runtime.limit.Limit;

/// Waits for a module to be made ready, and no longer than that.
///
/// An engine that reads a module can't be stopped, so a thread of its own does it and is left alone
/// when time is over. What that costs is bounded by the size of a module, in which reading is
/// linear.
final class Deadline {
  private Deadline() {}

  /// Does the work, and hands on whatever it throws.
  ///
  /// @param millis how long it may take, or [Limit#NONE]
  /// @throws UdfException COMPILE_TIMEOUT when it took longer, MEMORY_LIMIT when the process has
  ///   too little memory for it, CANCELLED when the caller was interrupted
  static <T> T within(long millis, Supplier<T> work) {
    FutureTask<T> task = new FutureTask<>(work::get);
    Thread.ofPlatform().daemon().name("wasm-udf-compile").start(task);
    try {
      return task.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw UdfException.of(
          UdfErrorCode.COMPILE_TIMEOUT,
          "the module was not ready after %,d ms (%s)"
              .formatted(millis, Limit.COMPILE_MILLIS.key()),
          e);
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw UdfException.of(UdfErrorCode.CANCELLED, "interrupted while loading a module", e);
    } catch (ExecutionException e) {
      throw rethrown(e);
    }
  }

  private static RuntimeException rethrown(ExecutionException failure) {
    return switch (Objects.requireNonNull(failure.getCause())) {
      case UdfException ours -> ours;
      case OutOfMemoryError _ ->
          UdfException.of(
              UdfErrorCode.MEMORY_LIMIT, "the process has no room for the module", failure);
      case Error error -> throw error;
      case RuntimeException other -> other;
      default -> new IllegalStateException(failure);
    };
  }
}
