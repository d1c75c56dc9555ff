package org.wasmudf.arrow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Strings and binaries that are gathered on the heap, by reference, and copied into a guest's
/// memory once.
final class BytesColumn {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final int FIRST_CAPACITY = 16;

  private byte[] @Nullable [] values = new byte[FIRST_CAPACITY][];
  private int count;

  /// Adds a value; null for NULL.
  void add(byte @Nullable [] value) {
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = value;
  }

  byte @Nullable [] get(int row) {
    return values[row];
  }

  /// Forgets all values.
  void clear() {
    Arrays.fill(values, 0, count, null);
    count = 0;
  }

  /// Writes some rows as an array.
  ///
  /// @return its address
  int write(GuestBlock block, int from, int rows) {
    MemorySegment memory = block.memory();
    int offsets = block.take((rows + 1L) * Integer.BYTES);
    memory.set(INT, offsets, 0);
    int end = 0;
    int nulls = 0;
    for (int row = 0; row < rows; row++) {
      byte[] value = values[from + row];
      if (value == null) {
        nulls++;
      } else {
        end += value.length;
      }
      memory.set(INT, offsets + (row + 1L) * Integer.BYTES, end);
    }
    int data = block.take(end);
    long at = data;
    for (int row = from; row < from + rows; row++) {
      byte[] value = values[row];
      if (value != null) {
        MemorySegment.copy(value, 0, memory, BYTE, at, value.length);
        at += value.length;
      }
    }
    int validity = nulls == 0 ? GuestBlock.NOTHING : validity(block, from, rows);
    return block.array(rows, nulls, List.of(validity, offsets, data), List.of());
  }

  private int validity(GuestBlock block, int from, int rows) {
    int bytes = (rows + 7) / 8;
    int address = block.take(bytes);
    for (int i = 0; i < bytes; i++) {
      int first = from + i * Byte.SIZE;
      int bits = 0;
      for (int row = first; row < Math.min(first + Byte.SIZE, from + rows); row++) {
        bits |= values[row] == null ? 0 : 1 << (row - first);
      }
      block.memory().set(BYTE, address + (long) i, (byte) bits);
    }
    return address;
  }
}
