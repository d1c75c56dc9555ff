package org.wasmudf.runtime.binary;

import java.util.stream.LongStream;

/// How many cases a test makes at random: the system property `wasmudf.cases`, or else some in each
/// build and many in the one at night, which sets `wasmudf.nightly`. A case is a seed, and
/// `wasmudf.seed` runs that case alone.
final class Cases {
  private Cases() {}

  /// The seeds of the cases.
  ///
  /// @param each how many in each build
  /// @param nightly how many at night
  static LongStream seeds(int each, int nightly) {
    Long only = Long.getLong("wasmudf.seed");
    if (only != null) {
      return LongStream.of(only);
    }
    int standard = Boolean.getBoolean("wasmudf.nightly") ? nightly : each;
    return LongStream.range(0, Integer.getInteger("wasmudf.cases", standard));
  }
}
