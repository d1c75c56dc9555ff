package org.wasmudf.bench.report;

/// A ratio that we promise not to exceed.
///
/// @param claim the promise in words, without the limit
/// @param limit the greatest ratio that keeps it
/// @param measured the ratio of this run
public record Target(String claim, double limit, double measured) {
  /// Whether this run keeps the promise.
  public boolean isMet() {
    return measured <= limit;
  }
}
