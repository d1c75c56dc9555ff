package org.wasmudf.runtime.limit;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// Somebody for whom guests run: a name, limits, and what has been used of them. Thread-safe.
///
/// Tenants are told apart by identity, not by name: who keeps them in a catalog sees to it that
/// names are unique. One that was closed gets no further instances; those that it has leased end
/// with their calls.
///
/// What several users of a tenant's must not exceed together is shared: each has a [#share], a
/// tenant with limits, usage and idle instances of its own, whose use counts as the whole tenant's.
public final class Tenant implements AutoCloseable {
  private static final long CANCELLATION_CHECK_MILLIS = 2;

  private final String name;
  private final @Nullable Tenant whole;
  private final LongAdder calls = new LongAdder();
  private final LongAdder rows = new LongAdder();
  private final LongAdder fuel = new LongAdder();
  private final LongAdder throttledNanos = new LongAdder();
  private final Map<UdfErrorCode, LongAdder> failures = new EnumMap<>(UdfErrorCode.class);
  private final AtomicLong memoryBytes = new AtomicLong();
  private final AtomicLong peakMemoryBytes = new AtomicLong();
  private final TokenBucket fuelPerSecond;

  /// Those that aren't closed. They count for themselves, so that a call counts once.
  private final Set<Tenant> shares = ConcurrentHashMap.newKeySet();

  private volatile ResourceLimits limits;
  private volatile Together together;
  private int instances;
  private boolean closed;

  /// The limits of a share together with those of the whole, as long as these are the same.
  private record Together(ResourceLimits wholes, ResourceLimits own, ResourceLimits both) {}

  /// A tenant that has used nothing yet.
  public Tenant(String name, ResourceLimits limits) {
    this(name, limits, null);
  }

  private Tenant(String name, ResourceLimits limits, @Nullable Tenant whole) {
    this.name = name;
    this.whole = whole;
    this.limits = limits;
    this.together = new Together(limits, limits, limits);
    this.fuelPerSecond = new TokenBucket(limits.get(Limit.FUEL_SECOND), System.nanoTime());
    for (UdfErrorCode each : UdfErrorCode.values()) {
      failures.put(each, new LongAdder());
    }
  }

  /// A part of this tenant, of the same name, that has used nothing yet. It is under this tenant's
  /// limits, whatever they are at the time, and its own.
  ///
  /// @param tighter its own limits; what isn't there is this tenant's alone. A limit of all
  ///   instances together is one of all the share's instances
  public Tenant share(Map<Limit, Long> tighter) {
    Tenant share = new Tenant(name, ResourceLimits.UNLIMITED.tightenedBy(tighter), this);
    shares.add(share);
    return share;
  }

  /// The name in statements and messages.
  public String name() {
    return name;
  }

  /// The limits that hold now; of a share, the lower ones of its own and the whole's.
  public ResourceLimits limits() {
    if (whole == null) {
      return limits;
    }
    ResourceLimits wholes = whole.limits();
    ResourceLimits own = limits;
    Together known = together;
    if (!known.wholes.equals(wholes) || !known.own.equals(own)) {
      known = new Together(wholes, own, own.tightenedBy(wholes));
      together = known;
    }
    return known.both;
  }

  /// Changes the limits, of a share its own, for calls that begin from now on. Instances that have
  /// more memory than the new limits allow keep it and get no more.
  public void alter(ResourceLimits newLimits) {
    limits = newLimits;
    fuelPerSecond.setRate(newLimits.get(Limit.FUEL_SECOND), System.nanoTime());
    synchronized (this) {
      notifyAll();
    }
  }

  /// What has been used until now, by shares as well.
  public TenantUsage usage() {
    Map<UdfErrorCode, Long> failed = new EnumMap<>(UdfErrorCode.class);
    failures.forEach(
        (code, count) -> {
          long all = sum(each -> each.failures.get(code));
          if (all > 0) {
            failed.put(code, all);
          }
        });
    int live;
    synchronized (this) {
      live = instances;
    }
    return new TenantUsage(
        sum(each -> each.calls),
        sum(each -> each.rows),
        sum(each -> each.fuel),
        memoryBytes.get(),
        peakMemoryBytes.get(),
        live,
        TimeUnit.NANOSECONDS.toMillis(sum(each -> each.throttledNanos)),
        failed);
  }

  private long sum(Function<Tenant, @Nullable LongAdder> number) {
    LongAdder own = number.apply(this);
    long sum = own == null ? 0 : own.sum();
    for (Tenant each : shares) {
      sum += each.sum(number);
    }
    return sum;
  }

  /// Takes the numbers of a share that is closed.
  private void add(Tenant share) {
    if (!shares.remove(share)) {
      return;
    }
    calls.add(share.sum(each -> each.calls));
    rows.add(share.sum(each -> each.rows));
    fuel.add(share.sum(each -> each.fuel));
    throttledNanos.add(share.sum(each -> each.throttledNanos));
    failures.forEach((code, count) -> count.add(share.sum(each -> each.failures.get(code))));
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
    return takeFuel(instructions);
  }

  private long takeFuel(long instructions) {
    long wholesWait = whole == null ? 0 : whole.takeFuel(instructions);
    if (limits.get(Limit.FUEL_SECOND) == Limit.NONE) {
      return wholesWait;
    }
    return Math.max(wholesWait, fuelPerSecond.take(instructions, System.nanoTime()));
  }

  /// The fuel that was used until now, without that of shares, for who asks often.
  public long fuel() {
    return fuel.sum();
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
    if (whole != null && !whole.reserveMemory(bytes)) {
      memoryBytes.addAndGet(-bytes);
      return false;
    }
    peakMemoryBytes.accumulateAndGet(before + bytes, Math::max);
    return true;
  }

  /// Gives back what [#reserveMemory] took.
  public void releaseMemory(long bytes) {
    memoryBytes.addAndGet(-bytes);
    if (whole != null) {
      whole.releaseMemory(bytes);
    }
  }

  /// Takes the right to a live instance, and waits for one at most as long as a call may take.
  ///
  /// @param cancellation ends the wait as well
  /// @throws UdfException TENANT_THROTTLED when none became free in time, or the tenant was
  ///   dropped; CANCELLED
  public void acquireInstance(Cancellation cancellation) {
    acquireInstance(cancellation, limits().get(Limit.DEADLINE_MILLIS));
  }

  private void acquireInstance(Cancellation cancellation, long patienceMillis) {
    acquireOwnInstance(cancellation, patienceMillis);
    if (whole != null) {
      try {
        whole.acquireInstance(cancellation, patienceMillis);
      } catch (UdfException e) {
        releaseOwnInstance();
        throw e;
      }
    }
  }

  private synchronized void acquireOwnInstance(Cancellation cancellation, long patienceMillis) {
    long start = System.nanoTime();
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
  public void releaseInstance() {
    releaseOwnInstance();
    if (whole != null) {
      whole.releaseInstance();
    }
  }

  private synchronized void releaseOwnInstance() {
    instances--;
    notifyAll();
  }

  /// Whether the tenant gets no further instances.
  public synchronized boolean isClosed() {
    return closed;
  }

  /// Lets the tenant have no further instances. Closing a share leaves the whole as it is; what is
  /// counted of it later isn't counted as the whole's.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    if (whole != null) {
      whole.add(this);
    }
  }
}
