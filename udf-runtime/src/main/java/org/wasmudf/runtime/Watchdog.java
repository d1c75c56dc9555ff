package org.wasmudf.runtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Looks at all running calls now and then and interrupts those that have to stop and don't ask.
/// One thread for all of them, which sleeps while nothing runs. Thread-safe.
final class Watchdog implements AutoCloseable {
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Set<Sandbox> leased = ConcurrentHashMap.newKeySet();
  private final AtomicInteger running = new AtomicInteger();
  private final Thread thread;
  private volatile boolean closed;

  Watchdog() {
    thread = Thread.ofPlatform().daemon().name("wasm-udf-watchdog").unstarted(this::watch);
    thread.start();
  }

  void watch(Sandbox sandbox) {
    leased.add(sandbox);
  }

  void forget(Sandbox sandbox) {
    leased.remove(sandbox);
  }

  void callBegins() {
    if (running.getAndIncrement() == 0) {
      LockSupport.unpark(thread);
    }
  }

  void callEnds() {
    running.decrementAndGet();
  }

  private void watch() {
    while (!closed) {
      if (running.get() == 0) {
        LockSupport.park(this);
        continue;
      }
      LockSupport.parkNanos(this, PERIOD_NANOS);
      long now = System.nanoTime();
      for (Sandbox each : leased) {
        if (each.meter().mustBeStopped(now)) {
          // Waits until the guest has stopped, which others must not wait for.
          Thread.ofVirtual().start(each::interrupt);
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
