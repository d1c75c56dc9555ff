package org.wasmudf.sql.exec;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.jspecify.annotations.Nullable;

/// SUM or AVG of REAL or DOUBLE, added up as doubles; overflow is infinity, as in IEEE 754.
///
/// Without groups there are four sums, so that an addition doesn't wait for the one before.
final class DoubleSum implements Accumulator.OfColumn {
  private final boolean average;
  private final boolean zeroIfEmpty;
  private final Count count = new Count();
  private final long[] values = new long[Batch.MAX_ROWS];
  private double[] sums = new double[1];

  DoubleSum(boolean average, boolean zeroIfEmpty) {
    this.average = average;
    this.zeroIfEmpty = zeroIfEmpty;
  }

  @Override
  public void reserve(int lastGroup) {
    count.reserve(lastGroup);
    if (lastGroup >= sums.length) {
      sums = Arrays.copyOf(sums, Math.max(lastGroup + 1, 2 * sums.length));
    }
  }

  @Override
  public void add(FieldVector column, int rowCount, Selection selection, int @Nullable [] groups) {
    count.add(selection, groups);
    if (groups == null) {
      addToOne(column, rowCount, selection);
      return;
    }
    LongValues.read(column, rowCount, selection, values);
    for (int i = 0; i < selection.count(); i++) {
      sums[groups[selection.row(i)]] += Double.longBitsToDouble(values[i]);
    }
  }

  private void addToOne(FieldVector column, int rowCount, Selection selection) {
    int rows = selection.count();
    MemorySegment segment;
    if (column instanceof Float8Vector && selection.isAll()) {
      segment = Segments.values(column, rowCount, Double.BYTES);
    } else {
      LongValues.read(column, rowCount, selection, values);
      segment = MemorySegment.ofArray(values);
    }
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = 0;
    for (; i + 3 < rows; i += 4) {
      sum0 += segment.getAtIndex(Segments.DOUBLE, i);
      sum1 += segment.getAtIndex(Segments.DOUBLE, i + 1);
      sum2 += segment.getAtIndex(Segments.DOUBLE, i + 2);
      sum3 += segment.getAtIndex(Segments.DOUBLE, i + 3);
    }
    for (; i < rows; i++) {
      sum0 += segment.getAtIndex(Segments.DOUBLE, i);
    }
    sums[0] += (sum0 + sum1) + (sum2 + sum3);
  }

  @Override
  public void merge(Accumulator other, int from, int count, int[] groups) {
    DoubleSum finer = (DoubleSum) other;
    this.count.merge(finer.count, from, count, groups);
    for (int i = 0; i < count; i++) {
      sums[groups[i]] += finer.sums[from + i];
    }
  }

  @Override
  public void write(int group, FieldVector target, int row) {
    long values = count.count(group);
    if (values == 0 && !zeroIfEmpty) {
      target.setNull(row);
      return;
    }
    double result = average ? sums[group] / values : sums[group];
    LongValues.write(target, row, Double.doubleToRawLongBits(result));
  }
}
