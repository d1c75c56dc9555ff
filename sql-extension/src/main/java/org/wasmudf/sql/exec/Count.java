package org.wasmudf.sql.exec;

import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// COUNT.
final class Count implements Accumulator.BuiltIn {
  private long[] counts = new long[1];

  @Override
  public void reserve(int lastGroup) {
    if (lastGroup >= counts.length) {
      counts = Arrays.copyOf(counts, Math.max(lastGroup + 1, 2 * counts.length));
    }
  }

  /// Counts the selected rows.
  void add(Selection selection, int @Nullable [] groups) {
    if (groups == null) {
      counts[0] += selection.count();
      return;
    }
    for (int i = 0; i < selection.count(); i++) {
      counts[groups[selection.row(i)]]++;
    }
  }

  @Override
  public void merge(Accumulator other, int from, int count, int[] groups) {
    long[] others = ((Count) other).counts;
    for (int i = 0; i < count; i++) {
      counts[groups[i]] += others[from + i];
    }
  }

  long count(int group) {
    return counts[group];
  }

  @Override
  public void write(int group, FieldVector target, int row) {
    LongValues.write(target, row, counts[group]);
  }
}
