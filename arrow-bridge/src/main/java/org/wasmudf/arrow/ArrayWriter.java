package org.wasmudf.arrow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;

/// Copies vectors into a guest's memory as arrays of the Arrow C Data Interface, each buffer at
/// once. Used once.
///
/// Everything lies one behind the other in a block of the host's, each part at a multiple of
/// [#ALIGNMENT].
final class ArrayWriter {
  private static final int ALIGNMENT = 16;

  /// The bytes that a block needs for [#empty] alone.
  static final int EMPTY_BYTES = ArrowArrayStruct.BYTES + ALIGNMENT;

  private static final int POINTER_BYTES = 4;
  private static final int NOTHING = 0;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final MemorySegment EVERYTHING = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private final MemorySegment memory;
  private final LinearMemory counter;
  private long next;

  /// @param memory the guest's
  /// @param start where the host's block begins
  /// @param counter is told how much is copied
  ArrayWriter(MemorySegment memory, int start, LinearMemory counter) {
    this.memory = memory;
    this.next = aligned(start);
    this.counter = counter;
  }

  /// The bytes that a block needs for [#batch] and another structure.
  static long bytes(List<? extends FieldVector> columns, List<SqlType> types, int rows) {
    long bytes = ALIGNMENT + 2L * ArrowArrayStruct.BYTES + ALIGNMENT;
    bytes += aligned((long) columns.size() * POINTER_BYTES);
    for (int i = 0; i < columns.size(); i++) {
      FieldVector column = columns.get(i);
      bytes += bytes(column, types.get(i), Math.min(rows, column.getValueCount()));
    }
    return bytes;
  }

  private static long bytes(FieldVector column, SqlType type, int rows) {
    Layout layout = Layout.of(column, type);
    long bytes = ArrowArrayStruct.BYTES + ALIGNMENT + aligned(bitmapBytes(rows));
    return switch (layout) {
      case BIT -> bytes + aligned(bitmapBytes(rows));
      case BYTES -> bytes + aligned((rows + 1L) * Integer.BYTES) + aligned(dataBytes(column, rows));
      case DECIMAL128 -> bytes + aligned((long) rows * Long.BYTES);
      case INT8, INT16, INT32, INT64, INT128, FLOAT32, FLOAT64 ->
          bytes + aligned((long) rows * layout.width());
    };
  }

  private static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static long bitmapBytes(long rows) {
    return (rows + 7) / 8;
  }

  private static int offset(FieldVector strings, int row) {
    return strings.getOffsetBuffer().getInt((long) row * Integer.BYTES);
  }

  private static long dataBytes(FieldVector strings, int rows) {
    return rows == 0 ? 0 : (long) offset(strings, rows) - offset(strings, 0);
  }

  /// An array for the guest to fill.
  ///
  /// @return its address
  int empty() {
    int address = take(ArrowArrayStruct.BYTES);
    new ArrowArrayStruct(memory, address).clear();
    return address;
  }

  /// A struct array of columns.
  ///
  /// @param rows how many rows of each; a column of one row is a constant
  /// @return its address
  int batch(List<? extends FieldVector> columns, List<SqlType> types, int rows) {
    int address = take(ArrowArrayStruct.BYTES);
    int buffers = pointers(List.of(NOTHING));
    int children = take((long) columns.size() * POINTER_BYTES);
    for (int i = 0; i < columns.size(); i++) {
      FieldVector column = columns.get(i);
      int child = array(column, types.get(i), Math.min(rows, column.getValueCount()));
      memory.set(INT, children + (long) i * POINTER_BYTES, child);
    }
    new ArrowArrayStruct(memory, address).fill(rows, 0, 1, buffers, columns.size(), children);
    return address;
  }

  private int array(FieldVector column, SqlType type, int rows) {
    Layout layout = Layout.of(column, type);
    int address = take(ArrowArrayStruct.BYTES);
    int nulls = BitVectorHelper.getNullCount(column.getValidityBuffer(), rows);
    int validity = nulls == 0 ? NOTHING : copy(column.getValidityBuffer(), 0, bitmapBytes(rows));
    List<Integer> buffers =
        switch (layout) {
          case BIT -> List.of(validity, copy(column.getDataBuffer(), 0, bitmapBytes(rows)));
          case BYTES -> {
            int data =
                rows == 0
                    ? take(0)
                    : copy(column.getDataBuffer(), offset(column, 0), dataBytes(column, rows));
            yield List.of(validity, offsets(column, rows), data);
          }
          case DECIMAL128 -> List.of(validity, lowerHalves(column.getDataBuffer(), rows));
          case INT8, INT16, INT32, INT64, INT128, FLOAT32, FLOAT64 ->
              List.of(validity, copy(column.getDataBuffer(), 0, (long) rows * layout.width()));
        };
    new ArrowArrayStruct(memory, address)
        .fill(rows, nulls, buffers.size(), pointers(buffers), 0, NOTHING);
    return address;
  }

  private int copy(ArrowBuf source, long from, long bytes) {
    int address = take(bytes);
    MemorySegment.copy(EVERYTHING, source.memoryAddress() + from, memory, address, bytes);
    counter.countCopied(bytes);
    return address;
  }

  /// The offsets of a column that may be the middle of another one begin with 0 here.
  private int offsets(FieldVector strings, int rows) {
    int first = rows == 0 ? 0 : offset(strings, 0);
    if (rows > 0 && first == 0) {
      return copy(strings.getOffsetBuffer(), 0, (rows + 1L) * Integer.BYTES);
    }
    int address = take((rows + 1L) * Integer.BYTES);
    memory.set(INT, address, 0);
    for (int row = 1; row <= rows; row++) {
      memory.set(INT, address + (long) row * Integer.BYTES, offset(strings, row) - first);
    }
    return address;
  }

  /// What a DECIMAL of up to 18 digits needs of 128 bits.
  private int lowerHalves(ArrowBuf source, int rows) {
    int address = take((long) rows * Long.BYTES);
    for (int row = 0; row < rows; row++) {
      long value = source.getLong(2L * row * Long.BYTES);
      memory.set(ValueLayout.JAVA_LONG_UNALIGNED, address + (long) row * Long.BYTES, value);
    }
    return address;
  }

  private int pointers(List<Integer> addresses) {
    int address = take((long) addresses.size() * POINTER_BYTES);
    for (int i = 0; i < addresses.size(); i++) {
      memory.set(INT, address + (long) i * POINTER_BYTES, addresses.get(i));
    }
    return address;
  }

  private int take(long bytes) {
    int address = Math.toIntExact(next);
    next += aligned(bytes);
    return address;
  }
}
