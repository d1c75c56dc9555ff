package org.wasmudf.arrow;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// The buffers that a kernel writes a result into, until they become a vector.
///
/// The validity bitmap and the values (for strings: the offsets) share one allocation; the bytes of
/// strings have their own, which is replaced by a larger one when it is full. When that would get
/// larger than wanted the result ends with the rows that are done, and is shorter than the batch.
final class ResultBuffers implements AutoCloseable {
  /// A kernel writes whole words, up to so many bytes past what it was told to fill.
  private static final int SLACK_BYTES = 8;

  private static final int FIRST_BYTES_PER_ROW = 16;
  private static final long MOST_BYTES_AT_FIRST = 16L << 20;

  /// What the bytes of a result can have at all.
  static final long LARGEST_BYTES = SlabAllocator.LARGEST_BLOCK_BYTES;

  /// How many bytes a row's result had in the last batch: the next one's buffer is made to fit.
  static final class Estimate {
    private int bytesPerRow = FIRST_BYTES_PER_ROW;
  }

  private final BufferAllocator allocator;
  private final SqlType type;
  private final int rows;
  private final boolean nullable;
  private final Estimate estimate;
  private final long wantedBytes;
  private final long validityBytes;
  private final long valueBytes;
  private final ArrowBuf main;
  private ArrowBuf bytes;

  /// @param wantedBytes what the bytes of strings should have at most, where there is more than one
  ///   row
  ResultBuffers(
      LinearMemory memory,
      SqlType type,
      int rows,
      boolean nullable,
      Estimate estimate,
      long wantedBytes) {
    this.allocator = memory.allocator();
    this.type = type;
    this.rows = rows;
    this.nullable = nullable;
    this.estimate = estimate;
    this.wantedBytes = wantedBytes;
    this.validityBytes = bitmapBytes(rows);
    this.valueBytes =
        switch (Layout.of(type)) {
          case BIT -> bitmapBytes(rows);
          case BYTES -> (rows + 1L) * Integer.BYTES;
          case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, DECIMAL128, INT128 ->
              (long) rows * Layout.of(type).width();
        };
    this.bytes = isVariableLength() ? allocator.buffer(bytesAtFirst()) : allocator.getEmpty();
    try {
      this.main = allocator.buffer(validityBytes + valueBytes);
    } catch (RuntimeException | Error e) {
      bytes.close();
      throw e;
    }
    if (nullable) {
      // A kernel skips NULLs, and what lies under them must not be somebody's old data.
      main.setZero(validityBytes, valueBytes);
    }
    if (isVariableLength()) {
      main.setInt(validityBytes, 0);
    }
  }

  /// A few long strings in a short batch say little about a long one.
  private long bytesAtFirst() {
    long most = Math.min(wantedBytes, MOST_BYTES_AT_FIRST);
    return Math.min((long) rows * estimate.bytesPerRow, most) + SLACK_BYTES;
  }

  /// Whole words of 64 rows.
  private static long bitmapBytes(int rows) {
    return (rows + 63L) / 64 * Long.BYTES;
  }

  boolean isVariableLength() {
    return type.isVariableLength();
  }

  long validity() {
    return main.memoryAddress();
  }

  /// The values, or the offsets of strings.
  long values() {
    return main.memoryAddress() + validityBytes;
  }

  long bytes() {
    return bytes.memoryAddress();
  }

  int capacity() {
    return (int) (bytes.capacity() - SLACK_BYTES);
  }

  /// Makes room for a row's bytes, and as much again as there is; unless there would be more than
  /// wanted, and the rows before are enough of a result.
  ///
  /// @return whether there is room now
  boolean grow(int row, int pendingBytes) {
    int used = offset(row);
    long needed = used + Integer.toUnsignedLong(pendingBytes);
    if (needed > wantedBytes && row > 0) {
      return false;
    }
    if (needed + SLACK_BYTES > LARGEST_BYTES) {
      throw UdfException.of(
          UdfErrorCode.OUTPUT_LIMIT, "the results of one batch are longer than 1.75 GiB");
    }
    long doubled = Math.min(2 * bytes.capacity(), wantedBytes);
    ArrowBuf larger =
        allocator.buffer(Math.min(Math.max(doubled, needed) + SLACK_BYTES, LARGEST_BYTES));
    larger.setBytes(0, bytes, 0, used);
    bytes.close();
    bytes = larger;
    return true;
  }

  private int offset(int row) {
    return main.getInt(validityBytes + (long) row * Integer.BYTES);
  }

  /// The first row that a guest filled with something that isn't UTF-8, or -1.
  ///
  /// @param done how many rows there are
  int firstInvalidRow(int done) {
    return type == SqlType.Simple.VARCHAR
        ? Utf8.firstInvalidRow(main, validityBytes, bytes, done)
        : -1;
  }

  /// Turns the buffers into a vector, which keeps them alive on its own.
  ///
  /// @param done how many rows there are
  FieldVector toVector(int done) {
    ArrowBuf validity = main.slice(0, validityBytes);
    int nulls = 0;
    if (nullable) {
      nulls = BitVectorHelper.getNullCount(validity, done);
    } else {
      main.setOne(0, validityBytes);
    }
    List<ArrowBuf> buffers = new ArrayList<>(3);
    buffers.add(validity);
    buffers.add(main.slice(validityBytes, valueBytes));
    if (isVariableLength()) {
      int used = offset(done);
      estimate.bytesPerRow = Math.max(used / done + 1, FIRST_BYTES_PER_ROW);
      buffers.add(bytes.slice(0, used));
    }
    FieldVector vector = type.field("result").createVector(allocator);
    vector.loadFieldBuffers(new ArrowFieldNode(done, nulls), buffers);
    return vector;
  }

  @Override
  public void close() {
    main.close();
    bytes.close();
  }
}
