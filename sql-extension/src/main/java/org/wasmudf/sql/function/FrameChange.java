package org.wasmudf.sql.function;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a window's frame differs from the one before.
final class FrameChange {
  private FrameChange() {}

  /// How many of the first rows the frame has lost, if all others are its first: as it moves on, it
  /// loses rows at its beginning and gets others at its end. All of them, if it isn't so.
  ///
  /// Rows are equal when their values are; which of them it is makes no difference to an aggregate.
  static int dropped(List<@Nullable Object[]> before, List<@Nullable Object[]> now) {
    int dropped = 0;
    while (dropped < before.size() && !isFirst(before.get(dropped), now)) {
      dropped++;
    }
    int kept = before.size() - dropped;
    if (kept > now.size()) {
      return before.size();
    }
    for (int i = 0; i < kept; i++) {
      if (!Arrays.equals(before.get(dropped + i), now.get(i))) {
        return before.size();
      }
    }
    return dropped;
  }

  private static boolean isFirst(@Nullable Object[] row, List<@Nullable Object[]> rows) {
    return !rows.isEmpty() && Arrays.equals(row, rows.getFirst());
  }
}
