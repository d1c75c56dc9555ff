package org.wasmudf.sql.exec;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// SUM of 128-bit decimals, in 192 bits: enough for 2 to the 64 of them.
final class WideSum implements ExactSum {
  private final boolean zeroIfEmpty;
  private final Count count = new Count();

  /// Three words per group, the lowest first.
  private long[] words = new long[3];

  WideSum(boolean zeroIfEmpty) {
    this.zeroIfEmpty = zeroIfEmpty;
  }

  @Override
  public boolean zeroIfEmpty() {
    return zeroIfEmpty;
  }

  @Override
  public void reserve(int lastGroup) {
    count.reserve(lastGroup);
    if (3 * (lastGroup + 1) > words.length) {
      words = Arrays.copyOf(words, Math.max(3 * (lastGroup + 1), 2 * words.length));
    }
  }

  @Override
  public void add(FieldVector column, int rowCount, Selection selection, int @Nullable [] groups) {
    count.add(selection, groups);
    MemorySegment values = Segments.values(column, rowCount, Decimal128.BYTES);
    for (int i = 0; i < selection.count(); i++) {
      int row = selection.row(i);
      int at = groups == null ? 0 : 3 * groups[row];
      long high = Decimal128.high(values, row);
      add(at, Decimal128.low(values, row), high, high >> 63);
    }
  }

  private void add(int at, long low, long middle, long high) {
    long word0 = words[at] + low;
    long carry = Long.compareUnsigned(word0, low) < 0 ? 1 : 0;
    long word1 = words[at + 1] + middle;
    long carry1 = Long.compareUnsigned(word1, middle) < 0 ? 1 : 0;
    long word1Carried = word1 + carry;
    carry1 += Long.compareUnsigned(word1Carried, carry) < 0 ? 1 : 0;
    words[at] = word0;
    words[at + 1] = word1Carried;
    words[at + 2] += high + carry1;
  }

  @Override
  public void merge(Accumulator other, int from, int count, int[] groups) {
    WideSum finer = (WideSum) other;
    this.count.merge(finer.count, from, count, groups);
    for (int i = 0; i < count; i++) {
      int at = 3 * (from + i);
      add(3 * groups[i], finer.words[at], finer.words[at + 1], finer.words[at + 2]);
    }
  }

  @Override
  public long count(int group) {
    return count.count(group);
  }

  @Override
  public BigInteger total(int group) {
    int at = 3 * group;
    BigInteger upper = Decimal128.of(words[at + 2], words[at + 1]);
    return upper.shiftLeft(Long.SIZE).or(Decimal128.of(0, words[at]));
  }
}
