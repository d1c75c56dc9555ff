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
    return columns.stream().anyMatch(each -> each.getValueCount() < rows && each.isNull(0));
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
        and(all, validity, (rows + 7) / 8);
      }
    }
    return all;
  }

  static int words(int rows) {
    return (rows + 63) / 64;
  }

  private static void and(ArrowBuf target, ArrowBuf other, int bytes) {
    for (int i = 0; i < bytes; i++) {
      target.setByte(i, target.getByte(i) & other.getByte(i));
    }
  }

  static boolean isSet(ArrowBuf bitmap, int row) {
    return (bitmap.getByte(row >> 3) >> (row & 7) & 1) != 0;
  }
}
