package org.wasmudf.runtime.wasi;

import java.time.Instant;

/// What guests may know of the world while a statement, or a record, calls them. Immutable; the
/// same context gives the same results every time.
///
/// @param now what the wall clock shows, standing still: the statement's or the record's timestamp.
///   Times that unsigned nanoseconds since 1970 can't hold are moved to the nearest that they can
/// @param seed from which the random numbers come: by no means secret to the guest
/// @param log where the guests' lines go
/// @param logBytes what one call may log, at least 0; the rest is cut off with a mark, which is no
///   error
public record CallContext(Instant now, long seed, LogSink log, int logBytes) {
  /// What one call may log where nobody says otherwise.
  public static final int DEFAULT_LOG_BYTES = 4096;

  /// The context of instances that start, and of calls whose caller says nothing: the wall clock
  /// shows 1970-01-01T00:00:00Z, the seed is 0, and lines go to the process's own logger.
  public static final CallContext DEFAULT =
      new CallContext(Instant.EPOCH, 0, LogSink.systemLogger(), DEFAULT_LOG_BYTES);

  public CallContext {
    if (logBytes < 0) {
      throw new IllegalArgumentException("a log of " + logBytes + " bytes");
    }
  }

  /// The same world, where one call may log no more than that.
  ///
  /// @param bytes at least 0
  public CallContext loggingAtMost(long bytes) {
    return bytes >= logBytes ? this : new CallContext(now, seed, log, (int) bytes);
  }

  /// The same world, where nobody listens: for a call that is repeated.
  public CallContext silent() {
    return new CallContext(now, seed, (level, line) -> {}, logBytes);
  }
}
