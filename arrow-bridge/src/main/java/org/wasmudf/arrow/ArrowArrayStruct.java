package org.wasmudf.arrow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The structure `ArrowArray` of the Arrow C Data Interface, as it lies in a wasm32 memory: 64-bit
/// counts, 32-bit pointers.
final class ArrowArrayStruct {
  static final int BYTES = 64;

  private static final int LENGTH = 0;
  private static final int NULL_COUNT = 8;
  private static final int OFFSET = 16;
  private static final int BUFFER_COUNT = 24;
  private static final int CHILD_COUNT = 32;
  private static final int BUFFERS = 40;
  private static final int CHILDREN = 44;
  private static final int DICTIONARY = 48;
  private static final int RELEASE = 52;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private final MemorySegment struct;

  /// @param memory the guest's
  /// @param address where the structure is, all of it within the memory
  ArrowArrayStruct(MemorySegment memory, long address) {
    this.struct = memory.asSlice(address, BYTES);
  }

  /// Makes an array of it that has nothing to be released.
  void fill(long length, long nulls, int bufferCount, int buffers, int childCount, int children) {
    clear();
    struct.set(LONG, LENGTH, length);
    struct.set(LONG, NULL_COUNT, nulls);
    struct.set(LONG, BUFFER_COUNT, bufferCount);
    struct.set(LONG, CHILD_COUNT, childCount);
    struct.set(INT, BUFFERS, buffers);
    struct.set(INT, CHILDREN, children);
  }

  /// Makes every field 0.
  void clear() {
    struct.fill((byte) 0);
  }

  long length() {
    return struct.get(LONG, LENGTH);
  }

  long nullCount() {
    return struct.get(LONG, NULL_COUNT);
  }

  long offset() {
    return struct.get(LONG, OFFSET);
  }

  long bufferCount() {
    return struct.get(LONG, BUFFER_COUNT);
  }

  long childCount() {
    return struct.get(LONG, CHILD_COUNT);
  }

  /// The address of the buffers' addresses.
  long buffers() {
    return Integer.toUnsignedLong(struct.get(INT, BUFFERS));
  }

  /// The address of the children's addresses.
  long children() {
    return Integer.toUnsignedLong(struct.get(INT, CHILDREN));
  }

  boolean hasDictionary() {
    return struct.get(INT, DICTIONARY) != 0;
  }

  /// The place of the releasing function in the guest's table; 0 for none.
  int release() {
    return struct.get(INT, RELEASE);
  }
}
