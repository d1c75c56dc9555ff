package org.wasmudf.arrow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The values of some rows in an array, where a [RowLoop] works on them.
///
/// @param layout of the column that they come from or go to
/// @param values for [#ROWS] rows
record Chunk(Layout layout, Object values) {
  /// Enough rows to forget the cost of a call, and few enough that they stay in the first cache.
  static final int ROWS = 1_024;

  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;

  static Chunk of(SqlType type) {
    return new Chunk(Layout.of(type), array(type));
  }

  private static Object array(SqlType type) {
    return switch (type.wasmType()) {
      case I32 -> new int[ROWS];
      case I64 -> new long[ROWS];
      case F32 -> new float[ROWS];
      case F64 -> new double[ROWS];
      case V128, FUNCREF, EXTERNREF -> throw new IllegalArgumentException(type.toString());
    };
  }

  /// Copies a chunk out of a column with values as long as the array's.
  void read(MemorySegment column, int from, int count) {
    switch (layout) {
      case FLOAT32 -> MemorySegment.copy(column, FLOAT, from * 4L, values, 0, count);
      case FLOAT64 -> MemorySegment.copy(column, DOUBLE, from * 8L, values, 0, count);
      default -> throw new IllegalStateException("read in place: " + layout);
    }
  }

  /// Writes a chunk.
  ///
  /// @param column the data buffer; of booleans whole words of 64 rows
  /// @param from the first row, a multiple of [#ROWS]
  /// @param count how many
  void write(MemorySegment column, int from, int count) {
    switch (layout) {
      case BIT -> writeBits((int[]) values, column, from, count);
      case INT8 -> writeBytes((int[]) values, column, from, count);
      case INT16 -> writeShorts((int[]) values, column, from, count);
      case INT32 -> MemorySegment.copy(values, 0, column, INT, from * 4L, count);
      case INT64 -> MemorySegment.copy(values, 0, column, LONG, from * 8L, count);
      case FLOAT32 -> MemorySegment.copy(values, 0, column, FLOAT, from * 4L, count);
      case FLOAT64 -> MemorySegment.copy(values, 0, column, DOUBLE, from * 8L, count);
      case DECIMAL128, INT128, BYTES ->
          throw new IllegalStateException("no result of ours: " + layout);
    }
  }

  private static void writeBits(int[] values, MemorySegment column, int from, int count) {
    for (int start = 0; start < count; start += 64) {
      int end = Math.min(start + 64, count);
      long word = 0;
      for (int i = start; i < end; i++) {
        word |= (long) values[i] << i;
      }
      column.setAtIndex(LONG, (from + start) >> 6, word);
    }
  }

  private static void writeBytes(int[] values, MemorySegment column, int from, int count) {
    for (int i = 0; i < count; i++) {
      column.set(ValueLayout.JAVA_BYTE, (long) from + i, (byte) values[i]);
    }
  }

  private static void writeShorts(int[] values, MemorySegment column, int from, int count) {
    for (int i = 0; i < count; i++) {
      column.setAtIndex(SHORT, (long) from + i, (short) values[i]);
    }
  }
}
