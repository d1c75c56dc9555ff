package org.wasmudf.arrow;

import org.apache.arrow.memory.ArrowBuf;
import org.jspecify.annotations.Nullable;

/// Rows of a guest's array that are read.
///
/// @param array the guest's
/// @param name what it is called in messages
/// @param from the first row, without the array's own offset
/// @param rows how many
/// @param valid the rows that are looked at, the others are NULL whatever the guest says; null for
///   all of them
record ArraySlice(
    ArrowArrayStruct array, String name, long from, int rows, @Nullable ArrowBuf valid) {
  /// The number of the first row in the array's buffers.
  long first() {
    return array.offset() + from;
  }

  /// Whether it is all of the array.
  boolean isWhole() {
    return first() == 0 && rows == array.length();
  }
}
