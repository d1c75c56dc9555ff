package org.wasmudf.bench.report;

import java.util.Arrays;

/// What one system took for one thing.
///
/// @param suite the suite's name
/// @param name what was done, such as a function or a query
/// @param system who did it
/// @param unit what the numbers count, such as `ns/row`
/// @param median of all runs
/// @param min of all runs
/// @param max of all runs
/// @param runs how many runs there were
public record Measurement(
    String suite,
    String name,
    String system,
    String unit,
    double median,
    double min,
    double max,
    int runs) {

  /// Sums up runs.
  ///
  /// @param values what each run took, in the unit; at least one
  public static Measurement of(
      String suite, String name, String system, String unit, double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no run of %s by %s".formatted(name, system));
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Measurement(
        suite, name, system, unit, median, sorted[0], sorted[sorted.length - 1], sorted.length);
  }
}
