package org.wasmudf.sql.exec;

import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// MIN or MAX of values of 64 bits or fewer. Floating-point numbers are ordered as by
/// [Double#compare]: NaN is the greatest.
final class LongExtreme implements Accumulator.OfColumn {
  private final boolean max;
  private final boolean floating;
  private final long[] values = new long[Batch.MAX_ROWS];

  /// Of MIN, complements, so that the greatest is wanted always.
  private long[] best = {Long.MIN_VALUE};

  private boolean[] present = new boolean[1];

  LongExtreme(boolean max, boolean floating) {
    this.max = max;
    this.floating = floating;
  }

  @Override
  public void reserve(int lastGroup) {
    int length = best.length;
    if (lastGroup >= length) {
      best = Arrays.copyOf(best, Math.max(lastGroup + 1, 2 * length));
      Arrays.fill(best, length, best.length, Long.MIN_VALUE);
      present = Arrays.copyOf(present, best.length);
    }
  }

  @Override
  public void add(FieldVector column, int rowCount, Selection selection, int @Nullable [] groups) {
    int count = selection.count();
    LongValues.read(column, rowCount, selection, values);
    if (floating) {
      for (int i = 0; i < count; i++) {
        values[i] = ordered(Double.doubleToLongBits(Double.longBitsToDouble(values[i])));
      }
    }
    long flip = max ? 0 : -1;
    if (groups == null) {
      long greatest = best[0];
      for (int i = 0; i < count; i++) {
        greatest = Math.max(greatest, values[i] ^ flip);
      }
      best[0] = greatest;
      present[0] |= count > 0;
      return;
    }
    for (int i = 0; i < count; i++) {
      int group = groups[selection.row(i)];
      best[group] = Math.max(best[group], values[i] ^ flip);
      present[group] = true;
    }
  }

  @Override
  public void merge(Accumulator other, int from, int count, int[] groups) {
    LongExtreme finer = (LongExtreme) other;
    for (int i = 0; i < count; i++) {
      best[groups[i]] = Math.max(best[groups[i]], finer.best[from + i]);
      present[groups[i]] |= finer.present[from + i];
    }
  }

  /// The bits of doubles as integers of the same order, and back.
  private static long ordered(long bits) {
    return bits ^ (bits >> 63 & Long.MAX_VALUE);
  }

  @Override
  public void write(int group, FieldVector target, int row) {
    if (!present[group]) {
      target.setNull(row);
      return;
    }
    long value = max ? best[group] : ~best[group];
    LongValues.write(target, row, floating ? ordered(value) : value);
  }
}
