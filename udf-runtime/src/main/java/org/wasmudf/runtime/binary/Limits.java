package org.wasmudf.runtime.binary;

import java.util.OptionalLong;

/// How large a memory (in pages of 64 KiB) or a table (in elements) is at first and at most.
///
/// @param min the initial size
/// @param max the size that it never grows past, where the module declares one
public record Limits(long min, OptionalLong max) {
  /// The bytes in a page of memory.
  public static final int PAGE_BYTES = 65_536;

  /// The pages in the largest memory that a 32-bit address reaches.
  public static final int MAX_PAGES = 65_536;

  public Limits {
    if (min < 0 || max.orElse(min) < min) {
      throw new IllegalArgumentException("limits " + min + " to " + max);
    }
  }

  /// The same minimum with a maximum that is no larger than `most`, which the minimum has to be
  /// within.
  Limits atMost(long most) {
    return new Limits(min, OptionalLong.of(Math.min(max.orElse(most), most)));
  }

  /// The limits as the text format writes them: `1` or `1 16`.
  @Override
  public String toString() {
    return max.isPresent() ? min + " " + max.getAsLong() : Long.toString(min);
  }
}
