package org.wasmudf.sql.exec;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.Arrays;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// SUM of values of 64 bits or fewer.
///
/// Two lanes per group, of the values' lower and upper 32 bits: additions that can't overflow and
/// that the JIT vectorises. Well before a lane could be full, the lanes are emptied into totals of
/// 128 bits.
final class LongSum implements ExactSum {
  /// A lane takes this many 32-bit values for sure.
  private static final long ROWS_PER_LANE = 1L << 30;

  private static final long LOWER = 0xffff_ffffL;

  /// Added to a value it makes the upper half unsigned, for which there is a shift on every vector
  /// unit.
  private static final long BIAS = Long.MIN_VALUE;

  private static final long UPPER_BIAS = 1L << 31;

  private final boolean zeroIfEmpty;
  private final Count count = new Count();
  private final long[] values = new long[Batch.MAX_ROWS];
  private long[] lower = new long[1];
  private long[] upper = new long[1];
  private long[] totalLow = new long[1];
  private long[] totalHigh = new long[1];
  private long rowsInLanes;

  LongSum(boolean zeroIfEmpty) {
    this.zeroIfEmpty = zeroIfEmpty;
  }

  @Override
  public boolean zeroIfEmpty() {
    return zeroIfEmpty;
  }

  @Override
  public void reserve(int lastGroup) {
    count.reserve(lastGroup);
    if (lastGroup >= lower.length) {
      int length = Math.max(lastGroup + 1, 2 * lower.length);
      lower = Arrays.copyOf(lower, length);
      upper = Arrays.copyOf(upper, length);
      totalLow = Arrays.copyOf(totalLow, length);
      totalHigh = Arrays.copyOf(totalHigh, length);
    }
  }

  @Override
  public void add(FieldVector column, int rowCount, Selection selection, int @Nullable [] groups) {
    rowsInLanes += selection.count();
    if (rowsInLanes > ROWS_PER_LANE) {
      emptyLanes();
      rowsInLanes = selection.count();
    }
    count.add(selection, groups);
    if (groups == null) {
      addToOne(column, rowCount, selection);
      return;
    }
    LongValues.read(column, rowCount, selection, values);
    for (int i = 0; i < selection.count(); i++) {
      int group = groups[selection.row(i)];
      lower[group] += values[i] & LOWER;
      upper[group] += values[i] >> 32;
    }
  }

  private void addToOne(FieldVector column, int rowCount, Selection selection) {
    int rows = selection.count();
    MemorySegment segment;
    if (column instanceof BigIntVector && selection.isAll()) {
      segment = Segments.values(column, rowCount, Long.BYTES);
    } else {
      LongValues.read(column, rowCount, selection, values);
      segment = MemorySegment.ofArray(values);
    }
    long low = 0;
    long high = 0;
    for (int i = 0; i < rows; i++) {
      long value = segment.getAtIndex(Segments.LONG, i) + BIAS;
      low += value & LOWER;
      high += value >>> 32;
    }
    lower[0] += low;
    upper[0] += high - rows * UPPER_BIAS;
  }

  private void emptyLanes() {
    for (int group = 0; group < lower.length; group++) {
      long high = upper[group] >> 32;
      long low = (upper[group] << 32) + lower[group];
      high += Long.compareUnsigned(low, lower[group]) < 0 ? 1 : 0;
      addToTotal(group, high, low);
      lower[group] = 0;
      upper[group] = 0;
    }
    rowsInLanes = 0;
  }

  private void addToTotal(int group, long high, long low) {
    long sum = totalLow[group] + low;
    totalHigh[group] += high + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
    totalLow[group] = sum;
  }

  @Override
  public void merge(Accumulator other, int from, int count, int[] groups) {
    LongSum finer = (LongSum) other;
    finer.emptyLanesIfAny();
    this.count.merge(finer.count, from, count, groups);
    for (int i = 0; i < count; i++) {
      addToTotal(groups[i], finer.totalHigh[from + i], finer.totalLow[from + i]);
    }
  }

  private void emptyLanesIfAny() {
    if (rowsInLanes > 0) {
      emptyLanes();
    }
  }

  @Override
  public long count(int group) {
    return count.count(group);
  }

  @Override
  public BigInteger total(int group) {
    emptyLanesIfAny();
    long low = totalLow[group];
    long high = totalHigh[group];
    return high == low >> 63 ? BigInteger.valueOf(low) : Decimal128.of(high, low);
  }
}
