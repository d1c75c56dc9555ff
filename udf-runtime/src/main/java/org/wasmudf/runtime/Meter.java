package org.wasmudf.runtime;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

  private static final long IDLE = 0;
  private static final long STOPPED = Long.MIN_VALUE;

  private final Tenant tenant;
  private final Watchdog watchdog;
  private volatile Cancellation cancellation = Cancellation.create();
  private ResourceLimits limits;

  /// When the running call has to end, [#IDLE] or [#STOPPED]; `Long.MAX_VALUE` for never.
  private final AtomicLong deadlineNanos = new AtomicLong(IDLE);

  Meter(Tenant tenant, Watchdog watchdog) {
    this.tenant = tenant;
    this.watchdog = watchdog;
    this.limits = tenant.limits();
  }

  /// For whom the sandbox's guests run.
  public Tenant tenant() {
    return tenant;
  }

  /// Tells who may cancel the calls that follow.
  public void setCancellation(Cancellation newCancellation) {
    cancellation = newCancellation;
  }

  /// Begins a call of a guest's; [#end] must follow.
  ///
  /// @param callLimits under which limits: the tenant's, or tighter ones
  /// @throws UdfException CANCELLED when the statement was cancelled
  public void begin(ResourceLimits callLimits) {
    limits = callLimits;
    checkCancelled();
    deadlineNanos.set(nextDeadline());
    watchdog.wake();
  }

  /// Ends a call, and waits where the tenant has used up its fuel for this second.
  ///
  /// @param used instructions
  /// @throws UdfException TENANT_THROTTLED when it would have to wait for too long; an
  ///   [interruption][UdfException#isInterruption] when the call ended while it was being stopped:
  ///   what was sent to stop it may arrive in the next one, so there must be none
  public void end(long used) {
    boolean stopped = deadlineNanos.getAndSet(IDLE) == STOPPED;
    use(used);
    if (stopped) {
      throw UdfException.interrupted(new TimeoutException("stopped from outside"));
    }
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
      throw UdfException.of(
          UdfErrorCode.TENANT_THROTTLED,
          "tenant %s has used up its fuel of %,d instructions a second (%s) and would have to wait %,d ms"
              .formatted(
                  tenant.name(),
                  tenant.limits().get(Limit.FUEL_SECOND),
                  Limit.FUEL_SECOND.key(),
                  TimeUnit.NANOSECONDS.toMillis(waitNanos)));
    }
  }

  /// Asks whether the caller still wants what it asked for.
  ///
  /// @throws UdfException CANCELLED when the statement was cancelled
  public void checkCancelled() {
    cancellation.check();
  }

  private long nextDeadline() {
    long millis = limits.get(Limit.DEADLINE_MILLIS);
    long nanos = millisToNanos(millis);
    return nanos == Long.MAX_VALUE ? Long.MAX_VALUE : System.nanoTime() + nanos;
  }

  private static long millisToNanos(long millis) {
    return millis == Limit.NONE ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /// Whether a call runs now.
  boolean isRunning() {
    return deadlineNanos.get() != IDLE;
  }

  /// Whether the call that runs now has to be stopped from outside; true only once for a call.
  boolean mustBeStopped(long nowNanos) {
    long deadline = deadlineNanos.get();
    if (deadline == IDLE || deadline == STOPPED) {
      return false;
    }
    boolean late = deadline != Long.MAX_VALUE && nowNanos - deadline > 0;
    return (late || cancellation.isRequested()) && deadlineNanos.compareAndSet(deadline, STOPPED);
  }

  /// What an interrupted call is told.
  UdfException interruption(UdfException cause) {
    try {
      cancellation.check();
    } catch (UdfException requested) {
      return requested;
    }
    return UdfException.of(
        UdfErrorCode.DEADLINE_EXCEEDED,
        "a row or call took longer than %,d ms (%s)"
            .formatted(limits.get(Limit.DEADLINE_MILLIS), Limit.DEADLINE_MILLIS.key()),
        cause);
  }
}
