package org.wasmudf.runtime;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
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

  /// A call that runs.
  private static final class Call {
    /// When it should have ended, as [System#nanoTime] has it.
    final long deadlineNanos;

    final Cancellation cancellation;

    Call(long deadlineNanos, Cancellation cancellation) {
      this.deadlineNanos = deadlineNanos;
      this.cancellation = cancellation;
    }

    boolean mustStop(long nowNanos) {
      boolean late = deadlineNanos != Long.MAX_VALUE && nowNanos - deadlineNanos > 0;
      return late || cancellation.isRequested();
    }
  }

  /// Instead of a call that is being interrupted.
  private static final Call STOPPED = new Call(Long.MAX_VALUE, Cancellation.create());

  /// Instead of a call that couldn't be.
  private static final Call LATE = new Call(System.nanoTime(), Cancellation.create());

  private final Tenant tenant;
  private final Watchdog watchdog;
  private final AtomicReference<@Nullable Call> running = new AtomicReference<>();
  private Cancellation cancellation;
  private ResourceLimits limits;

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
    running.set(new Call(nextDeadline(), cancellation));
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
    if (running.getAndSet(null) == STOPPED) {
      tenant.useFuel(used);
      throw UdfException.interrupted(null);
    }
    use(used);
  }

  /// Ends a call that has failed.
  ///
  /// @param used instructions
  public void fail(long used) {
    running.set(null);
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
    return running.get() != null;
  }

  /// Whether the call that runs now has to be stopped from outside; true only once for a call,
  /// which then can't end well any more.
  boolean mustBeStopped(long nowNanos) {
    Call call = running.get();
    return call != null && call.mustStop(nowNanos) && running.compareAndSet(call, STOPPED);
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
