package org.wasmudf.sql.exec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;

/// Views of vectors' buffers for loops: one bounds check per loop where Arrow's accessors have one
/// per value.
///
/// A view is good as long as its vector is; it doesn't keep it alive.
final class Segments {
  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;

  private Segments() {}

  /// The values of a fixed-width vector.
  static MemorySegment values(FieldVector vector, int rows, int bytesPerValue) {
    return of(vector.getDataBuffer(), (long) rows * bytesPerValue);
  }

  /// The values of a BOOLEAN vector, a bit each.
  static MemorySegment bits(BitVector vector, int rows) {
    return of(vector.getDataBuffer(), (rows + 7) / 8);
  }

  /// The validity bitmap.
  static MemorySegment validity(FieldVector vector, int rows) {
    return of(vector.getValidityBuffer(), (rows + 7) / 8);
  }

  /// The offsets of a variable-width vector, one more than rows.
  static MemorySegment offsets(BaseVariableWidthVector vector, int rows) {
    return of(vector.getOffsetBuffer(), (rows + 1) * 4L);
  }

  /// The bytes of a variable-width vector.
  static MemorySegment bytes(BaseVariableWidthVector vector, int rows) {
    return of(vector.getDataBuffer(), rows == 0 ? 0 : vector.getOffsetBuffer().getInt(rows * 4L));
  }

  /// A whole buffer.
  static MemorySegment all(ArrowBuf buffer) {
    return of(buffer, buffer.capacity());
  }

  static int bit(MemorySegment bitmap, int index) {
    return bitmap.get(BYTE, index >> 3) >> (index & 7) & 1;
  }

  @SuppressWarnings("restricted") // The buffer's own bounds are checked.
  private static MemorySegment of(ArrowBuf buffer, long bytes) {
    if (bytes > buffer.capacity()) {
      throw new IllegalArgumentException(
          "a buffer of %d bytes where %d are needed".formatted(buffer.capacity(), bytes));
    }
    return MemorySegment.ofAddress(buffer.memoryAddress()).reinterpret(bytes);
  }
}
