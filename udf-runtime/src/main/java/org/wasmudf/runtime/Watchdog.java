package org.wasmudf.runtime;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Looks at all running calls now and then and interrupts those that have to stop and don't ask,
/// and has idle sandboxes cleared away. One thread for all of them, which falls asleep when nothing
/// has run for a while. Thread-safe.
final class Watchdog implements AutoCloseable {
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /// About a second.
  private static final int QUIET_ROUNDS = 500;

  private final Set<Sandbox> leased = ConcurrentHashMap.newKeySet();
  private final Runnable clearing;
  private final long clearingNanos;
  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean closed;

  /// @param clearing clears away what has been idle; run in a thread of its own
  /// @param period how often
  Watchdog(Runnable clearing, Duration period) {
    this.clearing = clearing;
    this.clearingNanos = period.toNanos();
    thread = Thread.ofPlatform().daemon().name("wasm-udf-watchdog").unstarted(this::watch);
    thread.start();
  }

  void watch(Sandbox sandbox) {
    leased.add(sandbox);
  }

  void forget(Sandbox sandbox) {
    leased.remove(sandbox);
  }

  /// Called after each beginning of a call; has to be cheap.
  void wake() {
    if (asleep) {
      asleep = false;
      LockSupport.unpark(thread);
    }
  }

  private void watch() {
    while (!closed) {
      try {
        watchUntilClosed();
      } catch (OutOfMemoryError e) {
        // A guest's doing, or anybody's; without this thread nothing would stop any more.
        LockSupport.parkNanos(this, PERIOD_NANOS);
      }
    }
  }

  private void watchUntilClosed() {
    int quietRounds = 0;
    long nextClearing = System.nanoTime() + clearingNanos;
    while (!closed) {
      quietRounds = stopLateCalls() ? 0 : quietRounds + 1;
      if (nextClearing - System.nanoTime() <= 0) {
        // The engine warns of virtual threads that enter contexts, as closing them does.
        Thread.ofPlatform().daemon().name("wasm-udf-clearing").start(clearing);
        nextClearing = System.nanoTime() + clearingNanos;
      }
      if (quietRounds < QUIET_ROUNDS) {
        LockSupport.parkNanos(this, PERIOD_NANOS);
      } else if (sleepUntil(nextClearing)) {
        quietRounds = 0;
      }
    }
  }

  /// @return whether a call begins; or else it is time
  private boolean sleepUntil(long nanos) {
    asleep = true;
    // Who begins a call now wakes this thread up; who began one before is seen here.
    while (asleep && !closed && leased.stream().noneMatch(each -> each.meter().isRunning())) {
      long left = nanos - System.nanoTime();
      if (left <= 0) {
        asleep = false;
        return false;
      }
      LockSupport.parkNanos(this, left);
    }
    asleep = false;
    return true;
  }

  /// @return whether any call was running
  private boolean stopLateCalls() {
    long now = System.nanoTime();
    boolean any = false;
    for (Sandbox each : leased) {
      any |= each.meter().isRunning();
      if (each.meter().mustBeStopped(now)) {
        try {
          // Waits until the guest has stopped, which others must not wait for.
          Thread.ofVirtual().start(each::interrupt);
        } catch (OutOfMemoryError e) {
          each.meter().stopAgain();
          throw e;
        }
      }
    }
    return any;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
