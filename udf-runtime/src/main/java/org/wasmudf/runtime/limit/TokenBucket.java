package org.wasmudf.runtime.limit;

/// Hands out so many tokens in a second, and at most as many at once. Thread-safe.
///
/// Tokens are taken first and paid for by waiting: what was used up has been used up, and who has
/// overdrawn waits until the debt is gone before the next portion.
final class TokenBucket {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private long ratePerSecond;
  private long tokens;
  private long filledAtNanos;

  TokenBucket(long ratePerSecond, long nowNanos) {
    this.ratePerSecond = ratePerSecond;
    this.tokens = ratePerSecond;
    this.filledAtNanos = nowNanos;
  }

  /// Changes the rate; what is in the bucket above a second's worth is lost.
  synchronized void setRate(long newRatePerSecond, long nowNanos) {
    fill(nowNanos);
    ratePerSecond = newRatePerSecond;
    tokens = Math.min(tokens, newRatePerSecond);
  }

  /// Takes tokens.
  ///
  /// @return nanoseconds to wait before taking more; 0 when there are tokens left
  synchronized long take(long count, long nowNanos) {
    fill(nowNanos);
    tokens = Math.max(tokens - count, Long.MIN_VALUE / 4);
    if (tokens >= 0) {
      return 0;
    }
    return (long) Math.ceil(-(double) tokens / ratePerSecond * NANOS_PER_SECOND);
  }

  private void fill(long nowNanos) {
    double gained = (double) (nowNanos - filledAtNanos) / NANOS_PER_SECOND * ratePerSecond;
    if (gained >= 1) {
      tokens = (long) Math.min((double) ratePerSecond, tokens + gained);
      filledAtNanos = nowNanos;
    }
  }
}
