package org.wasmudf.arrow;

import static org.wasmudf.arrow.GuestBlock.aligned;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;

/// Copies vectors into a guest's memory as arrays of the Arrow C Data Interface, each buffer at
/// once. Used once.
///
/// Everything lies in a block of the host's.
final class ArrayWriter {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final MemorySegment EVERYTHING = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private final MemorySegment memory;
  private final LinearMemory counter;
  private final GuestBlock block;

  /// @param memory the guest's
  /// @param start where the host's block begins
  /// @param counter is told how much is copied
  ArrayWriter(MemorySegment memory, int start, LinearMemory counter) {
    this.memory = memory;
    this.block = new GuestBlock(memory, start);
    this.counter = counter;
  }

  /// The bytes that a block needs for [#batch] and another structure.
  static long bytes(List<? extends FieldVector> columns, List<SqlType> types, int rows) {
    long bytes = GuestBlock.ALIGNMENT + 2L * ArrowArrayStruct.BYTES + GuestBlock.ALIGNMENT;
    bytes += aligned((long) columns.size() * GuestBlock.POINTER_BYTES);
    for (int i = 0; i < columns.size(); i++) {
      FieldVector column = columns.get(i);
      bytes += bytes(column, types.get(i), 0, Math.min(rows, column.getValueCount()));
    }
    return bytes;
  }

  private static long bytes(FieldVector column, SqlType type, int from, int rows) {
    long bytes = ArrowArrayStruct.BYTES + GuestBlock.ALIGNMENT + aligned(bitmapBytes(rows));
    return switch (type) {
      case NestedType.Row row -> {
        List<FieldVector> fields = parts(column, row);
        bytes += aligned((long) fields.size() * GuestBlock.POINTER_BYTES);
        for (int i = 0; i < fields.size(); i++) {
          bytes += bytes(fields.get(i), row.parts().get(i).type(), from, rows);
        }
        yield bytes;
      }
      case NestedType.Array array -> bytes + elementBytes(column, array, from, rows);
      case NestedType.Map map -> bytes + elementBytes(column, map, from, rows);
      case SqlType.Simple _, SqlType.Decimal _, SqlType.WideDecimal _ ->
          bytes + flatBytes(column, type, from, rows);
    };
  }

  private static long elementBytes(FieldVector column, NestedType type, int from, int rows) {
    FieldVector elements = parts(column, type).getFirst();
    int first = offset(column, from, rows);
    int count = offset(column, from + rows, rows) - first;
    return aligned((rows + 1L) * Integer.BYTES)
        + aligned(GuestBlock.POINTER_BYTES)
        + bytes(elements, type.parts().getFirst().type(), first, count);
  }

  private static long flatBytes(FieldVector column, SqlType type, int from, int rows) {
    Layout layout = Layout.of(column, type);
    return switch (layout) {
      case BIT -> aligned(bitmapBytes(rows));
      case BYTES -> {
        long data = (long) offset(column, from + rows, rows) - offset(column, from, rows);
        yield aligned((rows + 1L) * Integer.BYTES) + aligned(data);
      }
      case DECIMAL128 -> aligned((long) rows * Long.BYTES);
      case INT8, INT16, INT32, INT64, INT128, FLOAT32, FLOAT64 ->
          aligned((long) rows * layout.width());
    };
  }

  /// The columns that a nested one is made of.
  private static List<FieldVector> parts(FieldVector column, NestedType type) {
    boolean fits =
        switch (type) {
          case NestedType.Array _ -> column.getClass() == ListVector.class;
          case NestedType.Map _ -> column instanceof MapVector;
          case NestedType.Row _ -> column instanceof StructVector;
        };
    if (!fits || column.getChildrenFromFields().size() != type.parts().size()) {
      throw new IllegalArgumentException(
          "column '%s' is a vector of %s, where %s is expected"
              .formatted(column.getName(), column.getField(), type));
    }
    return column.getChildrenFromFields();
  }

  private static long bitmapBytes(long rows) {
    return (rows + 7) / 8;
  }

  /// The offset at a row of a column, of which some rows are written: a column without rows may
  /// have no offsets.
  private static int offset(FieldVector column, int row, int rows) {
    return rows == 0 ? 0 : column.getOffsetBuffer().getInt((long) row * Integer.BYTES);
  }

  /// An array for the guest to fill.
  ///
  /// @return its address
  int empty() {
    return block.empty();
  }

  /// A struct array of columns.
  ///
  /// @param rows how many rows of each; a column of one row is a constant
  /// @return its address
  int batch(List<? extends FieldVector> columns, List<SqlType> types, int rows) {
    List<Integer> children = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      FieldVector column = columns.get(i);
      children.add(array(column, types.get(i), 0, Math.min(rows, column.getValueCount())));
    }
    return block.array(rows, 0, List.of(GuestBlock.NOTHING), children);
  }

  private int array(FieldVector column, SqlType type, int from, int rows) {
    int nulls = Validity.nulls(column.getValidityBuffer(), from, rows);
    List<Integer> buffers = new ArrayList<>();
    buffers.add(nulls == 0 ? GuestBlock.NOTHING : bits(column.getValidityBuffer(), from, rows));
    List<Integer> children = new ArrayList<>();
    switch (type) {
      case NestedType.Row row -> {
        List<FieldVector> fields = parts(column, row);
        for (int i = 0; i < fields.size(); i++) {
          children.add(array(fields.get(i), row.parts().get(i).type(), from, rows));
        }
      }
      case NestedType.Array array -> elements(column, array, from, rows, buffers, children);
      case NestedType.Map map -> elements(column, map, from, rows, buffers, children);
      case SqlType.Simple _, SqlType.Decimal _, SqlType.WideDecimal _ ->
          values(column, type, from, rows, buffers);
    }
    return block.array(rows, nulls, buffers, children);
  }

  private void elements(
      FieldVector column,
      NestedType type,
      int from,
      int rows,
      List<Integer> buffers,
      List<Integer> children) {
    int first = offset(column, from, rows);
    int count = offset(column, from + rows, rows) - first;
    buffers.add(offsets(column, from, rows));
    children.add(
        array(parts(column, type).getFirst(), type.parts().getFirst().type(), first, count));
  }

  private void values(FieldVector column, SqlType type, int from, int rows, List<Integer> buffers) {
    Layout layout = Layout.of(column, type);
    switch (layout) {
      case BIT -> buffers.add(bits(column.getDataBuffer(), from, rows));
      case BYTES -> {
        int first = offset(column, from, rows);
        long bytes = (long) offset(column, from + rows, rows) - first;
        buffers.add(offsets(column, from, rows));
        buffers.add(copy(column.getDataBuffer(), first, bytes));
      }
      case DECIMAL128 -> buffers.add(lowerHalves(column.getDataBuffer(), from, rows));
      case INT8, INT16, INT32, INT64, INT128, FLOAT32, FLOAT64 -> {
        int width = layout.width();
        buffers.add(copy(column.getDataBuffer(), (long) from * width, (long) rows * width));
      }
    }
  }

  private int copy(ArrowBuf source, long from, long bytes) {
    int address = block.take(bytes);
    if (bytes > 0) {
      MemorySegment.copy(EVERYTHING, source.memoryAddress() + from, memory, address, bytes);
      counter.countCopied(bytes);
    }
    return address;
  }

  private int bits(ArrowBuf source, int from, int rows) {
    int shift = from & 7;
    if (shift == 0) {
      return copy(source, from >> 3, bitmapBytes(rows));
    }
    int address = block.take(bitmapBytes(rows));
    long last = ((long) from + rows - 1) >> 3;
    for (int i = 0; i < bitmapBytes(rows); i++) {
      long at = (from >> 3) + (long) i;
      int low = source.getByte(at) & 0xff;
      int high = at < last ? source.getByte(at + 1) & 0xff : 0;
      memory.set(
          ValueLayout.JAVA_BYTE, address + (long) i, (byte) (low >> shift | high << (8 - shift)));
    }
    counter.countCopied(bitmapBytes(rows));
    return address;
  }

  /// The offsets of a column that may be the middle of another one begin with 0 here.
  private int offsets(FieldVector column, int from, int rows) {
    int first = offset(column, from, rows);
    if (rows > 0 && first == 0) {
      return copy(
          column.getOffsetBuffer(), (long) from * Integer.BYTES, (rows + 1L) * Integer.BYTES);
    }
    int address = block.take((rows + 1L) * Integer.BYTES);
    memory.set(INT, address, 0);
    for (int row = 1; row <= rows; row++) {
      int end = offset(column, from + row, rows) - first;
      memory.set(INT, address + (long) row * Integer.BYTES, end);
    }
    return address;
  }

  /// What a DECIMAL of up to 18 digits needs of 128 bits.
  private int lowerHalves(ArrowBuf source, int from, int rows) {
    int address = block.take((long) rows * Long.BYTES);
    for (int row = 0; row < rows; row++) {
      long value = source.getLong(2L * (from + row) * Long.BYTES);
      memory.set(ValueLayout.JAVA_LONG_UNALIGNED, address + (long) row * Long.BYTES, value);
    }
    return address;
  }
}
