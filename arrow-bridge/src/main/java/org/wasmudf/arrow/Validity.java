package org.wasmudf.arrow;

import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// The rows of a batch in which no argument is NULL.
final class Validity {
  private Validity() {}

  /// Whether an argument that is the same in every row is NULL.
  static boolean hasNullConstant(List<? extends FieldVector> columns, int rows) {
    for (FieldVector each : columns) {
      if (each.getValueCount() < rows && each.isNull(0)) {
        return true;
      }
    }
    return false;
  }

  /// A bitmap of the rows in which every column has a value, in whole words of 64 rows.
  ///
  /// @param columns of so many rows, or of one that has a value
  /// @return the caller's to close; null where there are no NULLs
  static @Nullable ArrowBuf ofAll(
      List<? extends FieldVector> columns, int rows, BufferAllocator allocator) {
    ArrowBuf all = null;
    for (FieldVector each : columns) {
      ArrowBuf validity = each.getValidityBuffer();
      if (each.getValueCount() >= rows && BitVectorHelper.getNullCount(validity, rows) > 0) {
        if (all == null) {
          all = allocator.buffer((long) words(rows) * Long.BYTES);
          all.setOne(0, all.capacity());
        }
        andBytes(all, validity, (rows + 7) / 8);
      }
    }
    return all;
  }

  /// Clears the rows of a bitmap that another one, of as many whole words, hasn't got.
  static void and(ArrowBuf bitmap, ArrowBuf other, int rows) {
    for (int i = 0; i < words(rows); i++) {
      long at = (long) i * Long.BYTES;
      bitmap.setLong(at, bitmap.getLong(at) & other.getLong(at));
    }
  }

  /// Sets rows of a bitmap.
  static void set(ArrowBuf bitmap, int from, int to) {
    for (int row = from; row < to; row++) {
      int at = row >> 3;
      bitmap.setByte(at, bitmap.getByte(at) | 1 << (row & 7));
    }
  }

  /// How many of some rows a bitmap hasn't got.
  static int nulls(ArrowBuf bitmap, int from, int rows) {
    if (from == 0) {
      return BitVectorHelper.getNullCount(bitmap, rows);
    }
    int nulls = 0;
    for (int row = from; row < from + rows; row++) {
      nulls += isSet(bitmap, row) ? 0 : 1;
    }
    return nulls;
  }

  static int words(int rows) {
    return (int) ((rows + 63L) / 64);
  }

  private static void andBytes(ArrowBuf target, ArrowBuf other, int bytes) {
    for (int i = 0; i < bytes; i++) {
      target.setByte(i, target.getByte(i) & other.getByte(i));
    }
  }

  static boolean isSet(ArrowBuf bitmap, int row) {
    return (bitmap.getByte(row >> 3) >> (row & 7) & 1) != 0;
  }
}
