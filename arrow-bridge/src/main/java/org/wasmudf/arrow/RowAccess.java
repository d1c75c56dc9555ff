package org.wasmudf.arrow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Values of columns by row, and the checks of what was computed, for the code that
/// [RowLoopCompiler] writes.
///
/// Rows are long: the compiler can't tell that a sum of two ints doesn't wrap, and would check it
/// against the column's bounds for each row. Checks return 0 when all is well, and they have no
/// branches.
final class RowAccess {
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private RowAccess() {}

  static int bit(MemorySegment column, long row) {
    return column.get(BYTE, row >> 3) >> (int) (row & 7) & 1;
  }

  static int int8(MemorySegment column, long row) {
    return column.get(BYTE, row);
  }

  static int int16(MemorySegment column, long row) {
    return column.getAtIndex(SHORT, row);
  }

  static int int32(MemorySegment column, long row) {
    return column.getAtIndex(INT, row);
  }

  static long int64(MemorySegment column, long row) {
    return column.getAtIndex(LONG, row);
  }

  /// The lower half, which is all of up to 18 digits.
  static long decimal128(MemorySegment column, long row) {
    return column.get(LONG, row << 4);
  }

  static long notInt8(long value) {
    return value ^ (byte) value;
  }

  static long notInt16(long value) {
    return value ^ (short) value;
  }

  static long notInt32(long value) {
    return value ^ (int) value;
  }

  static long notTime(long value) {
    return (value | (SqlType.Simple.MICROS_PER_DAY - 1 - value)) >>> 63;
  }

  /// Whether a value has a greater magnitude than `max`, which is below 2 to the power of 62: one
  /// of the two is negative then, be it by wrapping.
  static long outOfRange(long value, long max) {
    return ((max - value) | (max + value)) >>> 63;
  }

  static long addOverflows(long a, long b) {
    long sum = a + b;
    return ((a ^ sum) & (b ^ sum)) >>> 63;
  }

  static long subtractOverflows(long a, long b) {
    return ((a ^ b) & (a ^ (a - b))) >>> 63;
  }

  /// The upper half of the product is nothing but the lower half's sign, if all is well.
  static long multiplyOverflows(long a, long b) {
    return Math.multiplyHigh(a, b) ^ ((a * b) >> 63);
  }
}
