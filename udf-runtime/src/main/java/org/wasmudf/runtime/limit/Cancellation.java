package org.wasmudf.runtime.limit;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// Whether work should stop: because somebody has asked for it, or because its time is over.
/// Thread-safe; what has been asked for once stays so.
public final class Cancellation {
  private static final long NO_TIME_LIMIT = 0;

  private final long startNanos = System.nanoTime();
  private final long timeoutMillis;
  private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
  private volatile boolean requested;

  private Cancellation(long timeoutMillis) {
    this.timeoutMillis = timeoutMillis;
  }

  /// Of work that takes the time that it takes.
  public static Cancellation create() {
    return new Cancellation(NO_TIME_LIMIT);
  }

  /// Of work whose time runs from now on.
  ///
  /// @param millis at least 1
  public static Cancellation after(long millis) {
    if (millis < 1) {
      throw new IllegalArgumentException("a time limit of %d ms".formatted(millis));
    }
    return new Cancellation(millis);
  }

  /// Asks the work to stop.
  public void request() {
    requested = true;
    listeners.forEach(Runnable::run);
  }

  /// Whether the work should stop.
  public boolean isRequested() {
    return requested || remainingNanos() <= 0;
  }

  /// The time that is left, at most 0 when it is over; [Long#MAX_VALUE] for work without a time
  /// limit.
  public long remainingNanos() {
    return timeoutMillis == NO_TIME_LIMIT
        ? Long.MAX_VALUE
        : TimeUnit.MILLISECONDS.toNanos(timeoutMillis) - (System.nanoTime() - startNanos);
  }

  /// Has somebody told of [#request], at once if it has been called before. Nobody is told when
  /// time is over: who has to know at that moment plans for it with [#remainingNanos].
  ///
  /// @param listener called by the thread that makes the request, possibly twice
  /// @return closed when there is nothing left to stop
  public Listening whenRequested(Runnable listener) {
    listeners.add(listener);
    if (requested) {
      listener.run();
    }
    return () -> listeners.remove(listener);
  }

  /// Ends when it is closed.
  public interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  /// Asked by the work, every now and then.
  ///
  /// @throws UdfException CANCELLED when the work should stop, saying why
  public void check() {
    if (requested) {
      throw UdfException.of(UdfErrorCode.CANCELLED, "the statement was cancelled");
    }
    if (remainingNanos() <= 0) {
      throw UdfException.of(
          UdfErrorCode.CANCELLED,
          "the statement took longer than its timeout of %,d ms".formatted(timeoutMillis));
    }
  }
}
