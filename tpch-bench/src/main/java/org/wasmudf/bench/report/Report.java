package org.wasmudf.bench.report;

import java.util.List;
import java.util.Optional;

/// All that a run of a suite found out.
///
/// @param suite the suite's name
/// @param baseline the system that ratios are given to, where it was measured
/// @param measurements in the order of the table's rows and columns
/// @param targets the promises that this run could check
/// @param notes what the reader should know, such as why a column is missing; a line each
public record Report(
    String suite,
    String baseline,
    List<Measurement> measurements,
    List<Target> targets,
    List<String> notes) {
  public Report {
    measurements = List.copyOf(measurements);
    targets = List.copyOf(targets);
    notes = List.copyOf(notes);
  }

  /// What a system took for something, if that was measured.
  public Optional<Measurement> find(String name, String system) {
    return find(measurements, name, system);
  }

  /// What a system took for something, if that is among these measurements.
  public static Optional<Measurement> find(
      List<Measurement> measurements, String name, String system) {
    return measurements.stream()
        .filter(each -> each.name().equals(name) && each.system().equals(system))
        .findFirst();
  }
}
