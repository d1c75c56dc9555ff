package org.wasmudf.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What a suite has measured so far, in order. Used by one thread.
public final class Measurements {
  private final String suite;
  private final Consumer<String> progress;
  private final List<Measurement> all = new ArrayList<>();

  /// @param suite the suite's name
  /// @param progress is told what was measured as soon as it was
  public Measurements(String suite, Consumer<String> progress) {
    this.suite = suite;
    this.progress = progress;
  }

  /// Adds what one system took for one thing.
  ///
  /// @param values what each run took, in the unit; at least one
  /// @return the median
  public double add(String name, String system, String unit, double... values) {
    Measurement measurement = Measurement.of(suite, name, system, unit, values);
    all.add(measurement);
    progress.accept("%s, %s: %.2f %s".formatted(name, system, measurement.median(), unit));
    return measurement.median();
  }

  /// All of them until now.
  public List<Measurement> all() {
    return List.copyOf(all);
  }
}
