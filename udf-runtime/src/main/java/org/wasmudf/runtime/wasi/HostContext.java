package org.wasmudf.runtime.wasi;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// The world as the guests of one sandbox see it, which changes from call to call.
///
/// Used by the thread that holds the sandbox. An instance starts in the [default
/// context][CallContext#DEFAULT], whoever it is for, so that instances of a pool are alike.
public final class HostContext {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private CallLog log = new CallLog(CallContext.DEFAULT.log(), CallContext.DEFAULT.logBytes());
  private SeededRandom random = new SeededRandom(0, 0);
  private long wallNanos;
  // Go refuses to start at 0.
  private long steadyNanos = NANOS_PER_SECOND;

  /// A world in the default context.
  public HostContext() {
    begin(CallContext.DEFAULT, 0);
  }

  /// Prepares for a call: the log's budget is full again, the clock shows the context's time, and
  /// random numbers begin anew. Ends the call before.
  ///
  /// @param call which of the context's calls it is. A call that is repeated under the same number
  ///   sees the same random numbers, and another number brings others
  public void begin(CallContext context, long call) {
    end();
    log = new CallLog(context.log(), context.logBytes());
    random = new SeededRandom(context.seed(), call);
    wallNanos = nanos(context.now());
  }

  /// Hands over what the guests wrote and didn't end with a line break.
  public void end() {
    log.flush();
  }

  /// A trap of the last call, with the reason where the guest wrote one to its standard error:
  /// runtimes do that with a panic's message, before they stop by a trap that has none.
  public UdfException explained(UdfException failure) {
    end();
    boolean hasReason = failure.code() != UdfErrorCode.TRAP_UNREACHABLE;
    return hasReason ? failure : log.firstError().map(failure::saying).orElse(failure);
  }

  private static long nanos(Instant time) {
    if (time.isBefore(Instant.EPOCH)) {
      return 0;
    }
    return time.getEpochSecond() >= Long.MAX_VALUE / NANOS_PER_SECOND
        ? Long.MAX_VALUE
        : time.getEpochSecond() * NANOS_PER_SECOND + time.getNano();
  }

  CallLog log() {
    return log;
  }

  void random(MemorySegment bytes) {
    random.fill(bytes);
  }

  /// Nanoseconds since 1970, never negative.
  long wallNanos() {
    return wallNanos;
  }

  /// Nanoseconds since some time, never less than before: it counts only what guests have slept.
  long steadyNanos() {
    return steadyNanos;
  }

  /// Sleeps without waiting: moves the clocks.
  void sleep(long nanos) {
    wallNanos = saturated(wallNanos + nanos);
    steadyNanos = saturated(steadyNanos + nanos);
  }

  private static long saturated(long sum) {
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
