package org.wasmudf.bench.report;

/// A ratio, or a number of what the claim says, that we promise not to exceed.
///
/// @param claim the promise in words, without the limit
/// @param limit the greatest number that keeps it
/// @param measured the number of this run
public record Target(String claim, double limit, double measured) {
  /// Whether this run keeps the promise.
  public boolean isMet() {
    return measured <= limit;
  }
}
