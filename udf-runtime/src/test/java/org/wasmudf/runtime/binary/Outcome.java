package org.wasmudf.runtime.binary;

import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.UdfErrorCode;

/// What became of a call.
///
/// @param trap why it stopped, or null where it returned
/// @param results the bits of its results; two numbers for a vector, and 1 for a null reference
record Outcome(@Nullable UdfErrorCode trap, List<Long> results) {
  static Outcome of(long... results) {
    return new Outcome(null, LongStream.of(results).boxed().toList());
  }

  static Outcome trapped(UdfErrorCode trap) {
    return new Outcome(trap, List.of());
  }
}
