package org.wasmudf.runtime;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;

/// What a sandbox's running call has used, and whether it may go on.
///
/// Calls are short: kernels return when a slice is used up, so that between two of them somebody
/// else may run, and a call that should stop isn't begun. In between the [Watchdog] looks on. Used
/// by the sandbox's thread, but for what the watchdog asks.
public final class Meter {
  /// Instructions after which a kernel returns: some tenths of a millisecond.
  public static final long SLICE = 1_000_000;

  /// Instead of the number of a call, see [#running]: none runs.
  private static final long NONE = 0;

  /// One runs that is being interrupted.
  private static final long STOPPED = -1;

  /// One runs that couldn't be.
  private static final long LATE = -2;

  private final Tenant tenant;
  private final Watchdog watchdog;

  /// The number of the call that runs, and what else there may be in its place. Each call has
  /// another number, so that the one that the watchdog stops is the one that it looked at.
  private final AtomicLong running = new AtomicLong(NONE);

  private long calls;
  private Cancellation cancellation;
  private ResourceLimits limits;

  /// The call that the watchdog has seen last, and when it saw it first; its own. When calls begin
  /// isn't noted: to ask for the time takes as long as a short call.
  private long seen;

  private long seenNanos;

  Meter(Tenant tenant, Watchdog watchdog, Cancellation cancellation) {
    this.tenant = tenant;
    this.watchdog = watchdog;
    this.cancellation = cancellation;
    this.limits = tenant.limits();
  }

  /// For whom the sandbox's guests run.
  public Tenant tenant() {
    return tenant;
  }

  /// Tells who may cancel the calls that follow.
  void setCancellation(Cancellation newCancellation) {
    cancellation = newCancellation;
  }

  /// Begins a call of a guest's; [#end] or [#fail] must follow.
  ///
  /// @param callLimits under which limits: the tenant's, or tighter ones
  /// @throws UdfException CANCELLED when the statement was cancelled
  public void begin(ResourceLimits callLimits) {
    limits = callLimits;
    checkCancelled();
    running.set(++calls);
    watchdog.wake();
  }

  /// Ends a call that has returned, and waits where the tenant has used up its fuel for this
  /// second.
  ///
  /// @param used instructions
  /// @throws UdfException TENANT_THROTTLED when it would have to wait for too long; an interruption
  ///   when the watchdog was just about to stop the call: then the sandbox may be hit at any moment
  ///   and must be discarded
  public void end(long used) {
    if (running.getAndSet(NONE) == STOPPED) {
      tenant.useFuel(used);
      throw UdfException.interrupted(null);
    }
    use(used);
  }

  /// Ends a call that has failed.
  ///
  /// @param used instructions
  public void fail(long used) {
    running.set(NONE);
    tenant.useFuel(used);
  }

  /// Notes instructions that were executed where nobody counted, and waits where the tenant has to.
  ///
  /// @param callLimits under which limits
  /// @throws UdfException as [#end]
  public void use(long instructions, ResourceLimits callLimits) {
    limits = callLimits;
    use(instructions);
  }

  private void use(long instructions) {
    long waitNanos = tenant.useFuel(instructions);
    if (waitNanos == 0) {
      return;
    }
    long start = System.nanoTime();
    long patience = millisToNanos(limits.get(Limit.DEADLINE_MILLIS));
    try {
      long until = start + Math.min(waitNanos, patience);
      for (long left = until - start; left > 0; left = until - System.nanoTime()) {
        LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(1)));
        checkCancelled();
      }
    } finally {
      tenant.countThrottled(System.nanoTime() - start);
    }
    if (waitNanos > patience) {
      long perSecond = tenant.limits().get(Limit.FUEL_SECOND);
      throw UdfException.of(
              UdfErrorCode.TENANT_THROTTLED,
              "tenant %s has used up its fuel of %,d instructions a second (%s) and would have to wait %,d ms"
                  .formatted(
                      tenant.name(),
                      perSecond,
                      Limit.FUEL_SECOND.key(),
                      TimeUnit.NANOSECONDS.toMillis(waitNanos)))
          .exceeding(Limit.FUEL_SECOND, perSecond);
    }
  }

  /// Asks whether the caller still wants what it asked for.
  ///
  /// @throws UdfException CANCELLED when the statement was cancelled
  public void checkCancelled() {
    cancellation.check();
  }

  private static long millisToNanos(long millis) {
    return millis == Limit.NONE ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /// Whether a call runs now.
  boolean isRunning() {
    return running.get() != NONE;
  }

  /// Whether the call that runs now has to be stopped from outside; true only once for a call,
  /// which then can't end well any more. For the watchdog, which asks every now and then.
  boolean mustBeStopped(long nowNanos) {
    long call = running.get();
    if (call == NONE || call == STOPPED) {
      return false;
    }
    if (call != seen) {
      seen = call;
      seenNanos = nowNanos;
    }
    // Where these are already the next call's, it isn't this one that runs any more.
    boolean isLate = nowNanos - seenNanos > millisToNanos(limits.get(Limit.DEADLINE_MILLIS));
    boolean mustStop = call == LATE || isLate || cancellation.isRequested();
    return mustStop && running.compareAndSet(call, STOPPED);
  }

  /// Makes [#mustBeStopped] true once more: the call couldn't be stopped.
  void stopAgain() {
    running.compareAndSet(STOPPED, LATE);
  }

  /// What an interrupted call is told.
  UdfException interruption(UdfException cause) {
    try {
      cancellation.check();
    } catch (UdfException requested) {
      return requested;
    }
    long millis = limits.get(Limit.DEADLINE_MILLIS);
    return cause
        .as(
            UdfErrorCode.DEADLINE_EXCEEDED,
            "a row or call took longer than %,d ms (%s)"
                .formatted(millis, Limit.DEADLINE_MILLIS.key()))
        .exceeding(Limit.DEADLINE_MILLIS, millis);
  }
}
