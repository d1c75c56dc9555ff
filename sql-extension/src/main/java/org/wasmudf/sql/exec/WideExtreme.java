package org.wasmudf.sql.exec;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// MIN or MAX of 128-bit decimals.
final class WideExtreme implements Accumulator.OfColumn {
  private final boolean max;
  private long[] low = new long[1];
  private long[] high = new long[1];
  private boolean[] present = new boolean[1];

  WideExtreme(boolean max) {
    this.max = max;
  }

  @Override
  public void reserve(int lastGroup) {
    if (lastGroup >= low.length) {
      low = Arrays.copyOf(low, Math.max(lastGroup + 1, 2 * low.length));
      high = Arrays.copyOf(high, low.length);
      present = Arrays.copyOf(present, low.length);
    }
  }

  @Override
  public void add(FieldVector column, int rowCount, Selection selection, int @Nullable [] groups) {
    MemorySegment values = Segments.values(column, rowCount, Decimal128.BYTES);
    for (int i = 0; i < selection.count(); i++) {
      int row = selection.row(i);
      int group = groups == null ? 0 : groups[row];
      add(group, Decimal128.low(values, row), Decimal128.high(values, row));
    }
  }

  private void add(int group, long valueLow, long valueHigh) {
    int order = Long.compare(valueHigh, high[group]);
    if (order == 0) {
      order = Long.compareUnsigned(valueLow, low[group]);
    }
    if (!present[group] || (max ? order > 0 : order < 0)) {
      low[group] = valueLow;
      high[group] = valueHigh;
      present[group] = true;
    }
  }

  @Override
  public void merge(Accumulator other, int from, int count, int[] groups) {
    WideExtreme finer = (WideExtreme) other;
    for (int i = 0; i < count; i++) {
      if (finer.present[from + i]) {
        add(groups[i], finer.low[from + i], finer.high[from + i]);
      }
    }
  }

  @Override
  public void write(int group, FieldVector target, int row) {
    if (present[group]) {
      Decimal128.write((DecimalVector) target, row, high[group], low[group]);
    } else {
      target.setNull(row);
    }
  }
}
