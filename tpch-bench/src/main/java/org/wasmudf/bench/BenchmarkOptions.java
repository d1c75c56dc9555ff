package org.wasmudf.bench;

import java.nio.file.Path;
import java.util.Optional;

/// How to run the benchmarks.
///
/// @param scale TPC-H's scale factor; 1 is 6 million line items
/// @param threads how many threads the engines of the suite `tpch` may use
/// @param out the folder for `results.json`; nothing is written without one
/// @param effort how long to measure
public record BenchmarkOptions(double scale, int threads, Optional<Path> out, Effort effort) {
  public BenchmarkOptions {
    if (!(scale > 0 && scale <= 1_000)) {
      throw new IllegalArgumentException(
          "a scale factor is more than 0 and at most 1000, not " + scale);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("at least 1 thread is needed, not " + threads);
    }
  }
}
