package org.wasmudf.bench.micro;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;

/// Runs code until it no longer gets faster.
///
/// In a young process the compilers are themselves being compiled, and how long that takes depends
/// on what else the machine does: a fixed time would either be wasted or measure the interpreter.
/// So the time that counts is what this thread got of a processor.
public enum Warmup {
  /// For code that the JVM compiles, or nobody.
  JVM(500),
  /// For code that the engine compiles: its compiler is written in Java and slow at first.
  ENGINE(2_500);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final double FASTER = 0.9;

  private final long minNanos;

  Warmup(long minMillis) {
    this.minNanos = TimeUnit.MILLISECONDS.toNanos(minMillis);
  }

  /// Runs code that takes some microseconds at least; stops when it didn't get faster for as long
  /// again as the last change took to come, and the least time.
  public void untilSteady(Runnable code) {
    long start = THREADS.getCurrentThreadCpuTime();
    long now = start;
    long lastChange = start;
    long best = Long.MAX_VALUE;
    while (now - lastChange < minNanos + (lastChange - start)) {
      code.run();
      long before = now;
      now = THREADS.getCurrentThreadCpuTime();
      if (now - before < FASTER * best) {
        best = now - before;
        lastChange = now;
      }
    }
  }
}
