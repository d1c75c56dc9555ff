package org.wasmudf.runtime.limit;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// Somebody for whom guests run: a name, limits, and what has been used of them. Thread-safe.
///
/// Tenants are told apart by identity, not by name: who keeps them in a catalog sees to it that
/// names are unique. One that was closed gets no further instances; those that it has leased end
/// with their calls.
public final class Tenant implements AutoCloseable {
  private static final long CANCELLATION_CHECK_MILLIS = 2;

  private final String name;
  private final LongAdder calls = new LongAdder();
  private final LongAdder rows = new LongAdder();
  private final LongAdder fuel = new LongAdder();
  private final LongAdder throttledNanos = new LongAdder();
  private final Map<UdfErrorCode, LongAdder> failures = new EnumMap<>(UdfErrorCode.class);
  private final AtomicLong memoryBytes = new AtomicLong();
  private final AtomicLong peakMemoryBytes = new AtomicLong();
  private final TokenBucket fuelPerSecond;
  private volatile ResourceLimits limits;
  private int instances;
  private boolean closed;

  /// A tenant that has used nothing yet.
  public Tenant(String name, ResourceLimits limits) {
    this.name = name;
    this.limits = limits;
    this.fuelPerSecond = new TokenBucket(limits.get(Limit.FUEL_SECOND), System.nanoTime());
    for (UdfErrorCode each : UdfErrorCode.values()) {
      failures.put(each, new LongAdder());
    }
  }

  /// The name in statements and messages.
  public String name() {
    return name;
  }

  /// The limits that hold now.
  public ResourceLimits limits() {
    return limits;
  }

  /// Changes the limits, for calls that begin from now on. Instances that have more memory than the
  /// new limits allow keep it and get no more.
  public void alter(ResourceLimits newLimits) {
    limits = newLimits;
    fuelPerSecond.setRate(newLimits.get(Limit.FUEL_SECOND), System.nanoTime());
    synchronized (this) {
      notifyAll();
    }
  }

  /// What has been used until now.
  public TenantUsage usage() {
    Map<UdfErrorCode, Long> failed = new EnumMap<>(UdfErrorCode.class);
    failures.forEach(
        (code, count) -> {
          if (count.sum() > 0) {
            failed.put(code, count.sum());
          }
        });
    int live;
    synchronized (this) {
      live = instances;
    }
    return new TenantUsage(
        calls.sum(),
        rows.sum(),
        fuel.sum(),
        memoryBytes.get(),
        peakMemoryBytes.get(),
        live,
        TimeUnit.NANOSECONDS.toMillis(throttledNanos.sum()),
        failed);
  }

  /// Notes a call.
  public void countCall(long rowsOfCall) {
    calls.increment();
    rows.add(rowsOfCall);
  }

  /// Notes rows that a call has given, where nobody knew before how many.
  public void countRows(long given) {
    rows.add(given);
  }

  /// Notes a call that failed.
  public void countFailure(UdfErrorCode code) {
    LongAdder count = failures.get(code);
    if (count != null) {
      count.increment();
    }
  }

  /// Notes fuel that was used.
  ///
  /// @return nanoseconds that the caller should wait before it goes on, 0 for none
  public long useFuel(long instructions) {
    fuel.add(instructions);
    if (limits.get(Limit.FUEL_SECOND) == Limit.NONE) {
      return 0;
    }
    return fuelPerSecond.take(instructions, System.nanoTime());
  }

  /// Notes that a caller has waited.
  public void countThrottled(long nanos) {
    throttledNanos.add(nanos);
  }

  /// Takes linear memory into account before it is made.
  ///
  /// @return whether the tenant may have it
  public boolean reserveMemory(long bytes) {
    long most = limits.get(Limit.MEMORY_TOTAL_BYTES);
    long before;
    do {
      before = memoryBytes.get();
      if (before > most - bytes) {
        return false;
      }
    } while (!memoryBytes.compareAndSet(before, before + bytes));
    peakMemoryBytes.accumulateAndGet(before + bytes, Math::max);
    return true;
  }

  /// Gives back what [#reserveMemory] took.
  public void releaseMemory(long bytes) {
    memoryBytes.addAndGet(-bytes);
  }

  /// Takes the right to a live instance, and waits for one at most as long as a call may take.
  ///
  /// @param cancellation ends the wait as well
  /// @throws UdfException TENANT_THROTTLED when none became free in time, or the tenant was
  ///   dropped; CANCELLED
  public synchronized void acquireInstance(Cancellation cancellation) {
    long start = System.nanoTime();
    long patienceMillis = limits.get(Limit.DEADLINE_MILLIS);
    long leftMillis = patienceMillis;
    try {
      while (!closed && instances >= limits.get(Limit.INSTANCES) && leftMillis > 0) {
        wait(Math.min(leftMillis, CANCELLATION_CHECK_MILLIS));
        cancellation.check();
        leftMillis = patienceMillis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UdfException.of(UdfErrorCode.CANCELLED, "interrupted while waiting for an instance", e);
    } finally {
      throttledNanos.add(System.nanoTime() - start);
    }
    if (closed) {
      throw UdfException.of(UdfErrorCode.TENANT_THROTTLED, "tenant %s was dropped".formatted(name));
    }
    if (instances >= limits.get(Limit.INSTANCES)) {
      throw UdfException.of(
              UdfErrorCode.TENANT_THROTTLED,
              "tenant %s has as many instances as it may have, %,d, and none became free in %,d ms"
                  .formatted(name, instances, patienceMillis))
          .exceeding(
              new ExceededLimit(
                  Limit.INSTANCES.key(), limits.get(Limit.INSTANCES), instances + 1L));
    }
    instances++;
  }

  /// Gives back what [#acquireInstance] took.
  public synchronized void releaseInstance() {
    instances--;
    notifyAll();
  }

  /// Whether the tenant gets no further instances.
  public synchronized boolean isClosed() {
    return closed;
  }

  /// Lets the tenant have no further instances.
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
