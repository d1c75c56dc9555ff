package org.wasmudf.arrow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;

/// Copies an array of the Arrow C Data Interface out of a guest's memory into a vector, and checks
/// everything about it: a guest may have written anything.
///
/// The guest doesn't run meanwhile, so what was checked is what is copied. What lies under a NULL
/// isn't looked at, and strings there become empty.
final class ArrayReader {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final int POINTER_BYTES = 4;

  /// A kernel reads whole words past the end of strings.
  private static final int SLACK_BYTES = 8;

  private final MemorySegment memory;
  private final BufferAllocator allocator;
  private final ResourceLimits limits;

  /// @param memory the guest's, as it is now
  /// @param allocator where vectors lie
  /// @param limits how long a value may be
  ArrayReader(MemorySegment memory, BufferAllocator allocator, ResourceLimits limits) {
    this.memory = memory;
    this.allocator = allocator;
    this.limits = limits;
  }

  /// Reads a column.
  ///
  /// @param address of the array
  /// @param name what it is called in messages: `result`, or a column
  /// @param rows how many it must have
  /// @param valid the rows that aren't NULL whatever the guest says, or null for all of them
  /// @return the caller's to close
  /// @throws UdfException INVALID_RESULT saying what is wrong with the array; OUTPUT_LIMIT when a
  ///   value is too long
  FieldVector column(long address, SqlType type, String name, int rows, @Nullable ArrowBuf valid) {
    ArrowArrayStruct array = array(address, name);
    if (array.length() != rows) {
      throw invalid(name, "has the length %,d, not %,d".formatted(array.length(), rows));
    }
    return column(array, type, name, 0, rows, valid);
  }

  /// Checks a struct array whose rows are those of a table.
  ///
  /// @param rows how many it must have
  /// @param columns how many columns it must have
  void checkTable(long address, int rows, int columns) {
    String name = "batch";
    ArrowArrayStruct array = array(address, name);
    if (array.length() != rows) {
      throw invalid(
          name, "has the length %,d, though next returned %,d".formatted(array.length(), rows));
    }
    checkShape(array, name, 1, columns);
    try (ArrowBuf validity = validity(array, name, 0, rows, null)) {
      if (BitVectorHelper.getNullCount(validity, rows) > 0) {
        throw invalid(name, "has rows that are NULL as a whole");
      }
    }
  }

  /// Reads a column of a struct array that [#checkTable] has checked.
  FieldVector tableColumn(long table, int index, SqlType type, String name, int rows) {
    ArrowArrayStruct parent = array(table, "batch");
    long children = parent.children();
    checkRange(children + (long) index * POINTER_BYTES, POINTER_BYTES, "batch", "list of children");
    long address = Integer.toUnsignedLong(memory.get(INT, children + (long) index * POINTER_BYTES));
    ArrowArrayStruct array = array(address, name);
    long from = parent.offset();
    if (array.length() < from + rows) {
      throw invalid(
          name, "has the length %,d, less than %,d".formatted(array.length(), from + rows));
    }
    return column(array, type, name, from, rows, null);
  }

  private ArrowArrayStruct array(long address, String name) {
    checkRange(address, ArrowArrayStruct.BYTES, name, "ArrowArray");
    return new ArrowArrayStruct(memory, address);
  }

  private void checkShape(ArrowArrayStruct array, String name, int buffers, int children) {
    if (array.offset() < 0 || array.offset() > Integer.MAX_VALUE - array.length()) {
      throw invalid(name, "has the offset %,d".formatted(array.offset()));
    }
    if (array.bufferCount() != buffers) {
      throw invalid(name, "has %,d buffers, not %d".formatted(array.bufferCount(), buffers));
    }
    if (array.childCount() != children) {
      throw invalid(name, "has %,d children, not %d".formatted(array.childCount(), children));
    }
    if (array.hasDictionary()) {
      throw invalid(name, "has a dictionary");
    }
    if (array.nullCount() < -1 || array.nullCount() > array.length()) {
      throw invalid(name, "has %,d NULLs".formatted(array.nullCount()));
    }
    checkRange(array.buffers(), (long) buffers * POINTER_BYTES, name, "list of buffers");
  }

  private FieldVector column(
      ArrowArrayStruct array,
      SqlType type,
      String name,
      long from,
      int rows,
      @Nullable ArrowBuf valid) {
    Layout layout = Layout.of(type);
    checkShape(array, name, layout == Layout.BYTES ? 3 : 2, 0);
    long first = array.offset() + from;
    try (ArrowBuf validity = validity(array, name, first, rows, valid)) {
      int nulls = BitVectorHelper.getNullCount(validity, rows);
      return switch (layout) {
        case BYTES -> strings(array, type, name, first, rows, validity, nulls);
        case BIT -> fixed(bits(array, name, first, rows), type, name, rows, validity, nulls);
        case INT8, INT16, INT32, INT64, INT128, FLOAT32, FLOAT64, DECIMAL128 ->
            fixed(
                values(array, name, first, rows, layout.width()),
                type,
                name,
                rows,
                validity,
                nulls);
      };
    }
  }

  /// The rows that have a value, in whole words.
  private ArrowBuf validity(
      ArrowArrayStruct array, String name, long first, int rows, @Nullable ArrowBuf valid) {
    long address = buffer(array, 0);
    if (address == 0 && array.nullCount() > 0) {
      throw invalid(name, "has %,d NULLs and no validity bitmap".formatted(array.nullCount()));
    }
    ArrowBuf validity = allocator.buffer(Math.max(Validity.words(rows), 1) * (long) Long.BYTES);
    try {
      validity.setOne(0, validity.capacity());
      if (address != 0) {
        checkRange(address, (first + rows + 7) / 8, name, "validity bitmap");
        copyBits(address, first, rows, validity);
        int nulls = BitVectorHelper.getNullCount(validity, rows);
        boolean isWhole = first == 0 && rows == array.length();
        if (isWhole && array.nullCount() >= 0 && array.nullCount() != nulls) {
          throw invalid(
              name,
              "says that it has %,d NULLs, and its validity bitmap has %,d"
                  .formatted(array.nullCount(), nulls));
        }
      }
      if (valid != null) {
        for (int i = 0; i < Validity.words(rows); i++) {
          long at = (long) i * Long.BYTES;
          validity.setLong(at, validity.getLong(at) & valid.getLong(at));
        }
      }
      return validity;
    } catch (RuntimeException | Error e) {
      validity.close();
      throw e;
    }
  }

  private ArrowBuf bits(ArrowArrayStruct array, String name, long first, int rows) {
    long address = buffer(array, 1);
    if (rows > 0) {
      checkRange(address, (first + rows + 7) / 8, name, "data buffer");
    }
    ArrowBuf bits = allocator.buffer(Math.max(Validity.words(rows), 1) * (long) Long.BYTES);
    bits.setZero(0, bits.capacity());
    copyBits(address, first, rows, bits);
    return bits;
  }

  private void copyBits(long address, long first, int rows, ArrowBuf target) {
    int shift = (int) (first & 7);
    long start = address + (first >> 3);
    int bytes = (rows + 7) / 8;
    if (shift == 0) {
      MemorySegment.copy(memory, start, segment(target), 0, bytes);
      return;
    }
    long end = address + (first + rows + 7) / 8;
    for (int i = 0; i < bytes; i++) {
      int low = memory.get(BYTE, start + i) & 0xff;
      int high = start + i + 1 < end ? memory.get(BYTE, start + i + 1) & 0xff : 0;
      target.setByte(i, low >> shift | high << (8 - shift));
    }
  }

  private ArrowBuf values(ArrowArrayStruct array, String name, long first, int rows, int width) {
    long address = buffer(array, 1);
    long bytes = (long) rows * width;
    if (rows > 0) {
      checkRange(address, (first + rows) * width, name, "data buffer");
    }
    ArrowBuf values = allocator.buffer(Math.max(bytes, 1));
    MemorySegment.copy(memory, address + first * width, segment(values), 0, bytes);
    return values;
  }

  private FieldVector fixed(
      ArrowBuf values, SqlType type, String name, int rows, ArrowBuf validity, int nulls) {
    try (values) {
      switch (type) {
        case SqlType.Decimal decimal ->
            checkRange(
                values, -decimal.maxUnscaled(), decimal.maxUnscaled(), type, name, rows, validity);
        case SqlType.Simple.TIME ->
            checkRange(values, 0, SqlType.Simple.MICROS_PER_DAY - 1, type, name, rows, validity);
        case SqlType.WideDecimal decimal -> checkDigits(values, decimal, name, rows, validity);
        case SqlType.Simple _ -> {}
      }
      return vector(type, name, rows, nulls, List.of(validity, values));
    }
  }

  private static void checkRange(
      ArrowBuf values, long min, long max, SqlType type, String name, int rows, ArrowBuf validity) {
    for (int row = 0; row < rows; row++) {
      long value = values.getLong((long) row * Long.BYTES);
      if ((value < min || value > max) && Validity.isSet(validity, row)) {
        throw outOfRange(type, name, row);
      }
    }
  }

  private static void checkDigits(
      ArrowBuf values, SqlType.WideDecimal type, String name, int rows, ArrowBuf validity) {
    BigInteger max = type.maxUnscaled();
    for (int row = 0; row < rows; row++) {
      long at = (long) row * SqlType.WideDecimal.BYTES;
      long upper = values.getLong(at + Long.BYTES);
      BigInteger lower = new BigInteger(Long.toUnsignedString(values.getLong(at)));
      BigInteger value = BigInteger.valueOf(upper).shiftLeft(Long.SIZE).add(lower);
      if (value.abs().compareTo(max) > 0 && Validity.isSet(validity, row)) {
        throw outOfRange(type, name, row);
      }
    }
  }

  private static UdfException outOfRange(SqlType type, String name, int row) {
    return invalid(name, "has a value that " + type + " can't hold").inRow(row);
  }

  private FieldVector strings(
      ArrowArrayStruct array,
      SqlType type,
      String name,
      long first,
      int rows,
      ArrowBuf validity,
      int nulls) {
    long offsets = rows == 0 ? 0 : buffer(array, 1);
    if (rows > 0) {
      checkRange(offsets, (first + rows + 1) * Integer.BYTES, name, "list of offsets");
    }
    long data = buffer(array, 2);
    long start = offsets + first * Integer.BYTES;
    long bytes = checkOffsets(start, data, name, rows, validity);
    try (ArrowBuf ends = allocator.buffer((rows + 1L) * Integer.BYTES);
        ArrowBuf content = allocator.buffer(bytes + SLACK_BYTES)) {
      ends.setInt(0, 0);
      if (nulls == 0 && rows > 0) {
        int base = memory.get(INT, start);
        MemorySegment.copy(memory, data + base, segment(content), 0, bytes);
        for (int row = 1; row <= rows; row++) {
          long place = (long) row * Integer.BYTES;
          ends.setInt(place, memory.get(INT, start + place) - base);
        }
      } else {
        copyValid(start, data, rows, validity, ends, content);
      }
      if (type == SqlType.Simple.VARCHAR) {
        int invalid = Utf8.firstInvalidRow(ends, 0, content, rows);
        if (invalid >= 0) {
          throw invalid(name, "has a string that is not UTF-8").inRow(invalid);
        }
      }
      return vector(type, name, rows, nulls, List.of(validity, ends, content.slice(0, bytes)));
    }
  }

  /// @return the bytes of the rows that have a value
  private long checkOffsets(long start, long data, String name, int rows, ArrowBuf validity) {
    if (rows == 0) {
      return 0;
    }
    long most = Math.min(limits.get(Limit.VALUE_BYTES), limits.get(Limit.OUTPUT_BYTES));
    long bytes = 0;
    int from = memory.get(INT, start);
    if (from < 0) {
      throw invalid(name, "has offsets that begin at %,d".formatted(from));
    }
    int firstOffset = from;
    for (int row = 0; row < rows; row++) {
      int to = memory.get(INT, start + (row + 1L) * Integer.BYTES);
      if (to < from) {
        throw invalid(name, "has offsets that decrease from %,d to %,d".formatted(from, to))
            .inRow(row);
      }
      if (Validity.isSet(validity, row)) {
        if (to - from > most) {
          throw tooLong(to - from).inRow(row);
        }
        bytes += to - from;
      }
      from = to;
    }
    if (from > firstOffset) {
      checkRange(data, from, name, "data buffer");
    }
    return bytes;
  }

  private UdfException tooLong(long bytes) {
    Limit limit =
        limits.get(Limit.OUTPUT_BYTES) < limits.get(Limit.VALUE_BYTES)
            ? Limit.OUTPUT_BYTES
            : Limit.VALUE_BYTES;
    return UdfException.of(
            UdfErrorCode.OUTPUT_LIMIT,
            "it returned a value of %,d bytes, more than %,d (%s)"
                .formatted(bytes, limits.get(limit), limit.key()))
        .exceeding(limit, limits.get(limit));
  }

  private void copyValid(
      long start, long data, int rows, ArrowBuf validity, ArrowBuf ends, ArrowBuf content) {
    int end = 0;
    for (int row = 0; row < rows; row++) {
      if (Validity.isSet(validity, row)) {
        int from = memory.get(INT, start + (long) row * Integer.BYTES);
        int length = memory.get(INT, start + (row + 1L) * Integer.BYTES) - from;
        MemorySegment.copy(memory, data + from, segment(content), end, length);
        end += length;
      }
      ends.setInt((row + 1L) * Integer.BYTES, end);
    }
  }

  private FieldVector vector(
      SqlType type, String name, int rows, int nulls, List<ArrowBuf> buffers) {
    FieldVector vector = type.field(name).createVector(allocator);
    vector.loadFieldBuffers(new ArrowFieldNode(rows, nulls), buffers);
    return vector;
  }

  private long buffer(ArrowArrayStruct array, int index) {
    return Integer.toUnsignedLong(memory.get(INT, array.buffers() + (long) index * POINTER_BYTES));
  }

  private void checkRange(long address, long bytes, String name, String what) {
    if (bytes > 0 && address == 0) {
      throw invalid(name, "has no " + what);
    }
    if (address + bytes > memory.byteSize()) {
      throw invalid(name, "has a %s that is not within its memory".formatted(what));
    }
  }

  private static MemorySegment segment(ArrowBuf buffer) {
    return MemorySegment.ofAddress(buffer.memoryAddress()).reinterpret(buffer.capacity());
  }

  private static UdfException invalid(String name, String what) {
    return UdfException.of(
        UdfErrorCode.INVALID_RESULT, "the Arrow array of its %s %s".formatted(name, what));
  }
}
