package org.wasmudf.arrow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.ArrowBuf;

/// Checks that what guests return as VARCHAR is UTF-8.
final class Utf8 {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /// Checks each row's bytes by themselves: a character that is split over two rows is valid in
  /// neither.
  ///
  /// @return the first row that isn't UTF-8, or -1
  static int firstInvalidRow(ArrowBuf offsets, long offsetsStart, ArrowBuf bytes, int rows) {
    int end = offsets.getInt(offsetsStart + (long) rows * Integer.BYTES);
    MemorySegment all = MemorySegment.ofAddress(bytes.memoryAddress()).reinterpret(end);
    if (isAscii(all)) {
      return -1;
    }
    int from = 0;
    for (int row = 0; row < rows; row++) {
      int to = offsets.getInt(offsetsStart + (row + 1L) * Integer.BYTES);
      MemorySegment value = all.asSlice(from, to - from);
      if (!isAscii(value) && !isUtf8(value.asByteBuffer())) {
        return row;
      }
      from = to;
    }
    return -1;
  }

  /// Whether all of it is UTF-8.
  static boolean isValid(byte[] bytes) {
    return isAscii(bytes) || isUtf8(ByteBuffer.wrap(bytes));
  }

  /// Without a segment around it, which takes longer than a short value.
  private static boolean isAscii(byte[] bytes) {
    long seen = 0;
    int words = bytes.length / Long.BYTES * Long.BYTES;
    for (int i = 0; i < words; i += Long.BYTES) {
      seen |= (long) WORD.get(bytes, i);
    }
    for (int i = words; i < bytes.length; i++) {
      seen |= bytes[i];
    }
    return (seen & HIGH_BITS) == 0;
  }

  private static boolean isAscii(MemorySegment bytes) {
    long seen = 0;
    long size = bytes.byteSize();
    long words = size / Long.BYTES * Long.BYTES;
    for (long i = 0; i < words; i += Long.BYTES) {
      seen |= bytes.get(LONG, i);
    }
    for (long i = words; i < size; i++) {
      seen |= bytes.get(ValueLayout.JAVA_BYTE, i);
    }
    return (seen & HIGH_BITS) == 0;
  }

  private static boolean isUtf8(ByteBuffer bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes);
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
