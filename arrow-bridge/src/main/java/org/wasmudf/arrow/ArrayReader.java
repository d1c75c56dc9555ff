package org.wasmudf.arrow;

import static org.wasmudf.arrow.ArrayBuffers.invalid;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.NestedType.Part;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.limit.ResourceLimits;

/// Copies an array of the Arrow C Data Interface out of a guest's memory into a vector, and checks
/// everything about it: a guest may have written anything.
///
/// The guest doesn't run meanwhile, so what was checked is what is copied. What lies under a NULL
/// isn't looked at, however deep.
final class ArrayReader {
  /// What the struct array of a table is called in messages.
  static final String TABLE = "batch";

  private final ArrayBuffers buffers;
  private final FlatReader flat;

  /// @param memory the guest's, as it is now
  /// @param allocator where vectors lie
  /// @param types of all that is read
  /// @param limits how long a value may be, and how large nested ones may be together
  ArrayReader(
      MemorySegment memory, BufferAllocator allocator, List<SqlType> types, ResourceLimits limits) {
    this.buffers =
        NestedType.isAmong(types)
            ? ArrayBuffers.limited(memory, allocator, limits)
            : ArrayBuffers.unlimited(memory, allocator);
    this.flat = new FlatReader(buffers, limits);
  }

  /// Reads a column.
  ///
  /// @param address of the array
  /// @param column what it must be; its name is what it is called in messages
  /// @param rows how many it must have
  /// @param valid the rows that aren't NULL whatever the guest says, or null for all of them
  /// @return the caller's to close
  /// @throws UdfException INVALID_RESULT saying what is wrong with the array; OUTPUT_LIMIT when a
  ///   value is too long, with its row, or when nested ones are too large together, without one
  FieldVector column(long address, Part column, int rows, @Nullable ArrowBuf valid) {
    ArrowArrayStruct array = buffers.array(address, column.name());
    if (array.length() != rows) {
      throw invalid(column.name(), "has the length %,d, not %,d".formatted(array.length(), rows));
    }
    return column(new ArraySlice(array, column.name(), 0, rows, valid), column);
  }

  /// How many rows a struct array says that it has.
  long tableRows(long address) {
    return buffers.array(address, TABLE).length();
  }

  /// Checks a struct array whose rows are those of a table.
  ///
  /// @param rows how many it must have
  /// @param columns how many columns it must have
  void checkTable(long address, int rows, int columns) {
    ArrowArrayStruct array = buffers.array(address, TABLE);
    if (array.length() != rows) {
      throw invalid(
          TABLE, "has the length %,d, though next returned %,d".formatted(array.length(), rows));
    }
    buffers.checkShape(array, TABLE, 1, columns);
    try (ArrowBuf validity = validity(new ArraySlice(array, TABLE, 0, rows, null))) {
      if (BitVectorHelper.getNullCount(validity, rows) > 0) {
        throw invalid(TABLE, "has rows that are NULL as a whole");
      }
    }
  }

  /// Reads a column of a struct array that [#checkTable] has checked.
  FieldVector tableColumn(long table, int index, Part column, int rows) {
    ArrowArrayStruct parent = buffers.array(table, TABLE);
    ArrowArrayStruct array = buffers.child(parent, index, TABLE, column.name());
    return column(slice(array, column.name(), parent.offset(), rows, null), column);
  }

  private FieldVector column(ArraySlice slice, Part column) {
    FieldVector vector = column.type().field(column.name()).createVector(buffers.allocator());
    try {
      read(slice, column, vector);
      return vector;
    } catch (RuntimeException | Error e) {
      vector.close();
      throw e;
    }
  }

  /// Rows of a child, which may have more of them.
  private static ArraySlice slice(
      ArrowArrayStruct array, String name, long from, int rows, @Nullable ArrowBuf valid) {
    if (array.length() < from + rows) {
      throw invalid(
          name, "has the length %,d, less than %,d".formatted(array.length(), from + rows));
    }
    if (array.length() > Integer.MAX_VALUE) {
      throw invalid(name, "has the length %,d".formatted(array.length()));
    }
    return new ArraySlice(array, name, from, rows, valid);
  }

  private void read(ArraySlice slice, Part part, FieldVector target) {
    checkShape(slice, part.type());
    try (ArrowBuf validity = validity(slice)) {
      if (!part.isNullable()) {
        checkNoNulls(slice, validity);
      }
      switch (part.type()) {
        case NestedType.Row row -> fields(slice, row, validity, target);
        case NestedType.Array array -> elements(slice, array, validity, target);
        case NestedType.Map map -> elements(slice, map, validity, target);
        case SqlType.Simple _, SqlType.Decimal _, SqlType.WideDecimal _ ->
            flat.read(slice, part.type(), part.length(), validity, target);
      }
    }
  }

  private void checkShape(ArraySlice slice, SqlType type) {
    int count =
        switch (type) {
          case NestedType.Row _ -> 1;
          case NestedType.Array _, NestedType.Map _ -> 2;
          case SqlType.Simple _, SqlType.Decimal _, SqlType.WideDecimal _ ->
              type.isVariableLength() ? 3 : 2;
        };
    int children = type instanceof NestedType nested ? nested.parts().size() : 0;
    buffers.checkShape(slice.array(), slice.name(), count, children);
  }

  /// The rows that have a value, in whole words.
  private ArrowBuf validity(ArraySlice slice) {
    ArrowArrayStruct array = slice.array();
    int rows = slice.rows();
    long address = buffers.address(array, 0);
    if (address == 0 && array.nullCount() > 0) {
      throw invalid(
          slice.name(), "has %,d NULLs and no validity bitmap".formatted(array.nullCount()));
    }
    ArrowBuf validity = buffers.bitmap(rows, true);
    try {
      if (address != 0) {
        buffers.checkRange(
            address, (slice.first() + rows + 7) / 8, slice.name(), "validity bitmap");
        buffers.copyBits(address, slice.first(), rows, validity);
        int nulls = BitVectorHelper.getNullCount(validity, rows);
        if (slice.isWhole() && array.nullCount() >= 0 && array.nullCount() != nulls) {
          throw invalid(
              slice.name(),
              "says that it has %,d NULLs, and its validity bitmap has %,d"
                  .formatted(array.nullCount(), nulls));
        }
      }
      if (slice.valid() != null) {
        Validity.and(validity, slice.valid(), rows);
      }
      return validity;
    } catch (RuntimeException | Error e) {
      validity.close();
      throw e;
    }
  }

  private static void checkNoNulls(ArraySlice slice, ArrowBuf validity) {
    for (int row = 0; row < slice.rows(); row++) {
      boolean isRead = slice.valid() == null || Validity.isSet(slice.valid(), row);
      if (isRead && !Validity.isSet(validity, row)) {
        throw invalid(slice.name(), "has a NULL, where none may be").inRow(row);
      }
    }
  }

  private void fields(
      ArraySlice slice, NestedType.Row type, ArrowBuf validity, FieldVector target) {
    int nulls = BitVectorHelper.getNullCount(validity, slice.rows());
    target.loadFieldBuffers(new ArrowFieldNode(slice.rows(), nulls), List.of(validity));
    for (int i = 0; i < type.parts().size(); i++) {
      Part part = type.parts().get(i);
      String name = slice.name() + "." + part.name();
      ArrowArrayStruct child = buffers.child(slice.array(), i, slice.name(), name);
      read(
          slice(child, name, slice.first(), slice.rows(), nulls == 0 ? null : validity),
          part,
          target.getChildrenFromFields().get(i));
    }
  }

  private void elements(ArraySlice slice, NestedType type, ArrowBuf validity, FieldVector target) {
    int rows = slice.rows();
    int nulls = BitVectorHelper.getNullCount(validity, rows);
    Part part = type.parts().getFirst();
    String name = slice.name() + "." + part.name();
    ArrowArrayStruct child = buffers.child(slice.array(), 0, slice.name(), name);
    long start = buffers.offsets(slice);
    int from = rows == 0 ? 0 : buffers.getInt(start);
    int count = rows == 0 ? 0 : buffers.checkOffsets(slice, start) - from;
    ArraySlice all = slice(child, name, from, count, null);
    try (ArrowBuf ends = buffers.allocate((rows + 1L) * Integer.BYTES);
        ArrowBuf valid = nulls == 0 ? null : elementsOf(validity, start, rows, count)) {
      ends.setInt(0, 0);
      buffers.copyOffsets(start, rows, ends);
      target.loadFieldBuffers(new ArrowFieldNode(rows, nulls), List.of(validity, ends));
      try {
        read(
            new ArraySlice(all.array(), name, from, count, valid),
            part,
            target.getChildrenFromFields().getFirst());
      } catch (UdfException e) {
        throw e.row().isPresent() ? e.inRow(rowOf(e.row().getAsLong(), ends, rows)) : e;
      }
    }
  }

  /// The elements that belong to a row that has a value.
  private ArrowBuf elementsOf(ArrowBuf validity, long start, int rows, int count) {
    ArrowBuf valid = buffers.bitmap(count, false);
    int base = buffers.getInt(start);
    for (int row = 0; row < rows; row++) {
      if (Validity.isSet(validity, row)) {
        int from = buffers.getInt(start + (long) row * Integer.BYTES) - base;
        int to = buffers.getInt(start + (row + 1L) * Integer.BYTES) - base;
        Validity.set(valid, from, to);
      }
    }
    return valid;
  }

  /// The row that an element belongs to.
  private static int rowOf(long element, ArrowBuf ends, int rows) {
    int row = 0;
    while (row < rows - 1 && ends.getInt((row + 1L) * Integer.BYTES) <= element) {
      row++;
    }
    return row;
  }
}
