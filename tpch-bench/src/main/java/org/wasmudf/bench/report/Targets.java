package org.wasmudf.bench.report;

import java.util.ArrayList;
import java.util.List;

/// Promises that a suite's measurements can check; those about what wasn't measured are left out.
/// Used by one thread.
public final class Targets {
  private final List<Measurement> measurements;
  private final List<Target> targets = new ArrayList<>();

  public Targets(List<Measurement> measurements) {
    this.measurements = List.copyOf(measurements);
  }

  /// Promises that a median is at most so much.
  public void atMost(String claim, double limit, String name, String system) {
    Report.find(measurements, name, system)
        .ifPresent(ours -> targets.add(new Target(claim, limit, ours.median())));
  }

  /// Promises that a median is at most so many times another.
  public void ratio(
      String claim, double limit, String name, String system, String baseName, String baseSystem) {
    Report.find(measurements, name, system)
        .ifPresent(
            ours ->
                Report.find(measurements, baseName, baseSystem)
                    .ifPresent(
                        base ->
                            targets.add(new Target(claim, limit, ours.median() / base.median()))));
  }

  /// The promises until now.
  public List<Target> all() {
    return List.copyOf(targets);
  }
}
