package org.wasmudf.arrow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;

/// The buffers of a guest's arrays: finds them in its memory, checks where they lie, and copies
/// them out of it.
final class ArrayBuffers {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final int POINTER_BYTES = 4;

  private final MemorySegment memory;
  private final BufferAllocator allocator;
  private final long most;
  private long allocated;

  private ArrayBuffers(MemorySegment memory, BufferAllocator allocator, long most) {
    this.memory = memory;
    this.allocator = allocator;
    this.most = most;
  }

  /// Buffers of as many bytes as their rows have.
  static ArrayBuffers unlimited(MemorySegment memory, BufferAllocator allocator) {
    return new ArrayBuffers(memory, allocator, Limit.NONE);
  }

  /// Buffers that have at most as many bytes, all together, as one row may give: where arrays are
  /// inside each other, a few bytes of a guest's can stand for any number.
  static ArrayBuffers limited(
      MemorySegment memory, BufferAllocator allocator, ResourceLimits limits) {
    return new ArrayBuffers(memory, allocator, limits.get(Limit.OUTPUT_BYTES));
  }

  BufferAllocator allocator() {
    return allocator;
  }

  /// Counts bytes that are needed.
  ///
  /// @throws UdfException OUTPUT_LIMIT when there are too many
  void reserve(long bytes) {
    if (bytes > most - allocated) {
      throw UdfException.of(
              UdfErrorCode.OUTPUT_LIMIT,
              "it returned arrays of more than %,d bytes (%s)"
                  .formatted(most, Limit.OUTPUT_BYTES.key()))
          .exceeding(Limit.OUTPUT_BYTES, most);
    }
    allocated += bytes;
  }

  /// A new buffer, the caller's to close.
  ///
  /// @throws UdfException OUTPUT_LIMIT when there are too many bytes
  ArrowBuf allocate(long bytes) {
    reserve(bytes);
    return allocator.buffer(Math.max(bytes, 1));
  }

  /// A new bitmap, in whole words, the caller's to close.
  ///
  /// @param value of every bit
  ArrowBuf bitmap(int rows, boolean value) {
    ArrowBuf bitmap = allocate(Math.max(Validity.words(rows), 1) * (long) Long.BYTES);
    if (value) {
      bitmap.setOne(0, bitmap.capacity());
    } else {
      bitmap.setZero(0, bitmap.capacity());
    }
    return bitmap;
  }

  /// The structure at an address.
  ArrowArrayStruct array(long address, String name) {
    checkRange(address, ArrowArrayStruct.BYTES, name, "ArrowArray");
    return new ArrowArrayStruct(memory, address);
  }

  /// A child, whose number has been compared with their count.
  ArrowArrayStruct child(ArrowArrayStruct array, int index, String parent, String name) {
    long place = array.children() + (long) index * POINTER_BYTES;
    if (array.children() == 0) {
      throw invalid(parent, "has no list of children");
    }
    checkRange(place, POINTER_BYTES, parent, "list of children");
    return array(Integer.toUnsignedLong(memory.get(INT, place)), name);
  }

  /// Checks the counts of a structure, and that its list of buffers is there.
  void checkShape(ArrowArrayStruct array, String name, int buffers, int children) {
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

  /// Where a buffer is; 0 for none.
  long address(ArrowArrayStruct array, int index) {
    return Integer.toUnsignedLong(memory.get(INT, array.buffers() + (long) index * POINTER_BYTES));
  }

  /// Checks that bytes lie within the memory, and are there at all.
  void checkRange(long address, long bytes, String name, String what) {
    if (bytes > 0 && address == 0) {
      throw invalid(name, "has no " + what);
    }
    if (address + bytes > memory.byteSize()) {
      throw invalid(name, "has a %s that is not within its memory".formatted(what));
    }
  }

  /// Where the offsets of rows begin; checked to be there.
  long offsets(ArraySlice slice) {
    if (slice.rows() == 0) {
      return 0;
    }
    long offsets = address(slice.array(), 1);
    long end = slice.first() + slice.rows() + 1;
    checkRange(offsets, end * Integer.BYTES, slice.name(), "list of offsets");
    return offsets + slice.first() * Integer.BYTES;
  }

  /// Checks that offsets don't decrease.
  ///
  /// @param start where those of the rows begin, at least one
  /// @return the last one
  int checkOffsets(ArraySlice slice, long start) {
    int from = getInt(start);
    if (from < 0) {
      throw invalid(slice.name(), "has offsets that begin at %,d".formatted(from));
    }
    for (int row = 0; row < slice.rows(); row++) {
      int to = getInt(start + (row + 1L) * Integer.BYTES);
      if (to < from) {
        throw invalid(slice.name(), "has offsets that decrease from %,d to %,d".formatted(from, to))
            .inRow(row);
      }
      from = to;
    }
    return from;
  }

  /// Copies the offsets of rows, but the first one, less what they begin with.
  void copyOffsets(long start, int rows, ArrowBuf target) {
    int base = rows == 0 ? 0 : getInt(start);
    for (int row = 1; row <= rows; row++) {
      long place = (long) row * Integer.BYTES;
      target.setInt(place, getInt(start + place) - base);
    }
  }

  int getInt(long address) {
    return memory.get(INT, address);
  }

  void copy(long address, ArrowBuf target, long at, long bytes) {
    MemorySegment.copy(memory, address, segment(target), at, bytes);
  }

  /// Copies bits to the beginning of a buffer.
  ///
  /// @param first the number of the first one, behind the address
  void copyBits(long address, long first, int rows, ArrowBuf target) {
    int shift = (int) (first & 7);
    long start = address + (first >> 3);
    int bytes = bitmapBytes(rows);
    if (shift == 0) {
      copy(start, target, 0, bytes);
      return;
    }
    long end = address + (first + rows + 7) / 8;
    for (int i = 0; i < bytes; i++) {
      int low = memory.get(BYTE, start + i) & 0xff;
      int high = start + i + 1 < end ? memory.get(BYTE, start + i + 1) & 0xff : 0;
      target.setByte(i, low >> shift | high << (8 - shift));
    }
  }

  private static int bitmapBytes(int rows) {
    return (int) ((rows + 7L) / 8);
  }

  private static MemorySegment segment(ArrowBuf buffer) {
    return MemorySegment.ofAddress(buffer.memoryAddress()).reinterpret(buffer.capacity());
  }

  static UdfException invalid(String name, String what) {
    return UdfException.of(
        UdfErrorCode.INVALID_RESULT, "the Arrow array of its %s %s".formatted(name, what));
  }
}
