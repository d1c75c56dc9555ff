package org.wasmudf.bench;

/// How long to measure.
public enum Effort {
  /// Each thing once and without warming up, in this process: shows that all work and that results
  /// agree; the numbers mean nothing.
  SMOKE,
  /// About five minutes a suite on two cores.
  NORMAL,
  /// Longer, for numbers to publish.
  THOROUGH
}
