package org.wasmudf.arrow;

import static org.wasmudf.arrow.ArrayBuffers.invalid;

import java.math.BigInteger;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.limit.ResourceLimits;

/// Reads the values of an array that isn't made of others. Those under a NULL aren't looked at, and
/// strings there become empty.
final class FlatReader {
  /// A kernel reads whole words past the end of strings.
  private static final int SLACK_BYTES = 8;

  private final ArrayBuffers buffers;
  private final ResourceLimits limits;

  /// @param limits how long a value may be
  FlatReader(ArrayBuffers buffers, ResourceLimits limits) {
    this.buffers = buffers;
    this.limits = limits;
  }

  /// Reads values into a vector.
  ///
  /// @param slice whose shape is checked
  /// @param validity the rows that have a value
  void read(
      ArraySlice slice, SqlType type, StringLength length, ArrowBuf validity, FieldVector target) {
    Layout layout = Layout.of(type);
    int nulls = BitVectorHelper.getNullCount(validity, slice.rows());
    switch (layout) {
      case BYTES -> {
        strings(slice, type, validity, nulls, target);
        if (length.isPadded()) {
          buffers.reserve((long) length.most() * (slice.rows() - nulls));
        }
        if (length.isLimited()) {
          new FittedStrings(length, type)
              .fit((BaseVariableWidthVector) target, buffers.allocator());
        }
      }
      case BIT -> fixed(slice, type, bits(slice), validity, nulls, target);
      case INT8, INT16, INT32, INT64, INT128, FLOAT32, FLOAT64, DECIMAL128 ->
          fixed(slice, type, values(slice, layout.width()), validity, nulls, target);
    }
  }

  private ArrowBuf bits(ArraySlice slice) {
    long address = buffers.address(slice.array(), 1);
    if (slice.rows() > 0) {
      long bytes = (slice.first() + slice.rows() + 7) / 8;
      buffers.checkRange(address, bytes, slice.name(), "data buffer");
    }
    ArrowBuf bits = buffers.bitmap(slice.rows(), false);
    buffers.copyBits(address, slice.first(), slice.rows(), bits);
    return bits;
  }

  private ArrowBuf values(ArraySlice slice, int width) {
    long address = buffers.address(slice.array(), 1);
    if (slice.rows() > 0) {
      long bytes = (slice.first() + slice.rows()) * width;
      buffers.checkRange(address, bytes, slice.name(), "data buffer");
    }
    long bytes = (long) slice.rows() * width;
    ArrowBuf values = buffers.allocate(bytes);
    buffers.copy(address + slice.first() * width, values, 0, bytes);
    return values;
  }

  private static void fixed(
      ArraySlice slice,
      SqlType type,
      ArrowBuf values,
      ArrowBuf validity,
      int nulls,
      FieldVector target) {
    try (values) {
      switch (type) {
        case SqlType.Decimal decimal ->
            checkRange(
                slice, values, -decimal.maxUnscaled(), decimal.maxUnscaled(), type, validity);
        case SqlType.Simple.TIME ->
            checkRange(slice, values, 0, SqlType.Simple.MICROS_PER_DAY - 1, type, validity);
        case SqlType.WideDecimal decimal -> checkDigits(slice, values, decimal, validity);
        case SqlType.Simple _, NestedType _ -> {}
      }
      target.loadFieldBuffers(new ArrowFieldNode(slice.rows(), nulls), List.of(validity, values));
    }
  }

  private static void checkRange(
      ArraySlice slice, ArrowBuf values, long min, long max, SqlType type, ArrowBuf validity) {
    for (int row = 0; row < slice.rows(); row++) {
      long value = values.getLong((long) row * Long.BYTES);
      if ((value < min || value > max) && Validity.isSet(validity, row)) {
        throw outOfRange(slice, type, row);
      }
    }
  }

  private static void checkDigits(
      ArraySlice slice, ArrowBuf values, SqlType.WideDecimal type, ArrowBuf validity) {
    BigInteger max = type.maxUnscaled();
    for (int row = 0; row < slice.rows(); row++) {
      long at = (long) row * SqlType.WideDecimal.BYTES;
      BigInteger value =
          SqlType.WideDecimal.unscaled(values.getLong(at), values.getLong(at + Long.BYTES));
      if (value.abs().compareTo(max) > 0 && Validity.isSet(validity, row)) {
        throw outOfRange(slice, type, row);
      }
    }
  }

  private static UdfException outOfRange(ArraySlice slice, SqlType type, int row) {
    return invalid(slice.name(), "has a value that " + type + " can't hold").inRow(row);
  }

  private void strings(
      ArraySlice slice, SqlType type, ArrowBuf validity, int nulls, FieldVector target) {
    int rows = slice.rows();
    long start = buffers.offsets(slice);
    long data = buffers.address(slice.array(), 2);
    long bytes = checkOffsets(slice, start, data, validity);
    long offsetBytes = (rows + 2L) / 2 * Long.BYTES;
    try (ArrowBuf both = buffers.allocate(offsetBytes + bytes + SLACK_BYTES)) {
      ArrowBuf ends = both.slice(0, offsetBytes);
      ArrowBuf content = both.slice(offsetBytes, bytes + SLACK_BYTES);
      ends.setInt(0, 0);
      if (nulls == 0 && rows > 0) {
        buffers.copy(data + buffers.getInt(start), content, 0, bytes);
        buffers.copyOffsets(start, rows, ends);
      } else {
        copyValid(start, data, rows, validity, ends, content);
      }
      if (type == SqlType.Simple.VARCHAR) {
        int invalid = Utf8.firstInvalidRow(ends, 0, content, rows);
        if (invalid >= 0) {
          throw invalid(slice.name(), "has a string that is not UTF-8").inRow(invalid);
        }
      }
      target.loadFieldBuffers(
          new ArrowFieldNode(rows, nulls), List.of(validity, ends, content.slice(0, bytes)));
    }
  }

  /// @return the bytes of the rows that have a value
  private long checkOffsets(ArraySlice slice, long start, long data, ArrowBuf validity) {
    if (slice.rows() == 0) {
      return 0;
    }
    int end = buffers.checkOffsets(slice, start);
    if (end > buffers.getInt(start)) {
      buffers.checkRange(data, end, slice.name(), "data buffer");
    }
    long most = ValueSize.most(limits);
    long bytes = 0;
    int from = buffers.getInt(start);
    for (int row = 0; row < slice.rows(); row++) {
      int to = buffers.getInt(start + (row + 1L) * Integer.BYTES);
      if (Validity.isSet(validity, row)) {
        if (to - from > most) {
          throw ValueSize.exceeded(limits, to - from).inRow(row);
        }
        bytes += to - from;
      }
      from = to;
    }
    return bytes;
  }

  private void copyValid(
      long start, long data, int rows, ArrowBuf validity, ArrowBuf ends, ArrowBuf content) {
    int end = 0;
    for (int row = 0; row < rows; row++) {
      if (Validity.isSet(validity, row)) {
        int from = buffers.getInt(start + (long) row * Integer.BYTES);
        int length = buffers.getInt(start + (row + 1L) * Integer.BYTES) - from;
        buffers.copy(data + from, content, end, length);
        end += length;
      }
      ends.setInt((row + 1L) * Integer.BYTES, end);
    }
  }
}
