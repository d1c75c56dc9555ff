package org.wasmudf.arrow;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VariableWidthFieldVector;
import org.jspecify.annotations.Nullable;

/// The buffers of a batch's columns, in data memories: as they are where they lie there already,
/// copied where they don't.
final class ColumnBuffers implements AutoCloseable {
  /// One column; addresses are the process's.
  ///
  /// @param layout how values lie
  /// @param nulls how many of the rows are NULL
  /// @param validity where the bitmap is, looked at only when there are NULLs
  /// @param offsets where the offsets are, for bytes
  /// @param data where the values are
  record Of(Layout layout, int nulls, long validity, long offsets, long data) {}

  private final LinearMemory memory;
  private @Nullable List<ArrowBuf> copies;

  ColumnBuffers(LinearMemory memory) {
    this.memory = memory;
  }

  /// Where a buffer of so many bytes can be read.
  private interface Place {
    long of(ArrowBuf buffer, long bytes);
  }

  /// The buffers of a column wherever they lie.
  static Of inPlace(FieldVector vector, SqlType type, int rows) {
    return of(vector, type, rows, (buffer, bytes) -> buffer.memoryAddress());
  }

  /// The buffers of a column in data memories.
  Of of(FieldVector vector, SqlType type, int rows) {
    return of(vector, type, rows, this::resident);
  }

  private static Of of(FieldVector vector, SqlType type, int rows, Place place) {
    Layout layout = Layout.of(vector, type);
    if (vector.getValueCount() < rows) {
      throw new IllegalArgumentException(
          "column '%s' has %d rows, fewer than %d"
              .formatted(vector.getName(), vector.getValueCount(), rows));
    }
    int nulls = BitVectorHelper.getNullCount(vector.getValidityBuffer(), rows);
    long validity = nulls > 0 ? place.of(vector.getValidityBuffer(), (rows + 7) / 8) : 0;
    if (layout != Layout.BYTES) {
      long bytes = layout == Layout.BIT ? (rows + 7) / 8 : (long) rows * layout.width();
      return new Of(layout, nulls, validity, 0, place.of(vector.getDataBuffer(), bytes));
    }
    ArrowBuf offsets = ((VariableWidthFieldVector) vector).getOffsetBuffer();
    long end = offsets.getInt((long) rows * Integer.BYTES);
    return new Of(
        layout,
        nulls,
        validity,
        place.of(offsets, (rows + 1L) * Integer.BYTES),
        place.of(vector.getDataBuffer(), end));
  }

  private long resident(ArrowBuf buffer, long bytes) {
    if (memory.contains(buffer)) {
      return buffer.memoryAddress();
    }
    ArrowBuf copy = memory.allocator().buffer(Math.max(bytes, 1));
    if (copies == null) {
      copies = new ArrayList<>();
    }
    copies.add(copy);
    copy.setBytes(0, buffer, 0, bytes);
    memory.countCopied(bytes);
    return copy.memoryAddress();
  }

  @Override
  public void close() {
    if (copies != null) {
      copies.forEach(ArrowBuf::close);
    }
  }
}
