package org.wasmudf.arrow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// A block of the host's in a guest's memory that is filled from its start: arrays of the Arrow C
/// Data Interface and their buffers lie one behind the other, each at a multiple of [#ALIGNMENT].
final class GuestBlock {
  static final int ALIGNMENT = 16;

  /// The bytes that a block needs for [#empty] alone.
  static final int EMPTY_BYTES = ArrowArrayStruct.BYTES + ALIGNMENT;

  static final int POINTER_BYTES = 4;

  /// The address of what isn't there.
  static final int NOTHING = 0;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private final MemorySegment memory;
  private long next;

  /// @param memory the guest's
  /// @param start where the block begins
  GuestBlock(MemorySegment memory, int start) {
    this.memory = memory;
    this.next = aligned(start);
  }

  static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /// The guest's.
  MemorySegment memory() {
    return memory;
  }

  /// A place for some bytes.
  ///
  /// @return its address
  int take(long bytes) {
    int address = Math.toIntExact(next);
    next += aligned(bytes);
    return address;
  }

  /// A copy of some numbers.
  ///
  /// @return its address
  int copy(int[] values, int from, int count) {
    int address = take((long) count * Integer.BYTES);
    MemorySegment.copy(values, from, memory, INT, address, count);
    return address;
  }

  /// A copy of some numbers.
  ///
  /// @return its address
  int copy(long[] values, int from, int count) {
    int address = take((long) count * Long.BYTES);
    MemorySegment.copy(values, from, memory, LONG, address, count);
    return address;
  }

  /// An array for the guest to fill.
  ///
  /// @return its address
  int empty() {
    int address = take(ArrowArrayStruct.BYTES);
    new ArrowArrayStruct(memory, address).clear();
    return address;
  }

  /// An array.
  ///
  /// @param rows how many
  /// @param nulls how many of them are NULL
  /// @param buffers their addresses
  /// @param children their addresses
  /// @return its address
  int array(long rows, long nulls, List<Integer> buffers, List<Integer> children) {
    int address = take(ArrowArrayStruct.BYTES);
    new ArrowArrayStruct(memory, address)
        .fill(
            rows,
            nulls,
            buffers.size(),
            pointers(buffers),
            children.size(),
            children.isEmpty() ? NOTHING : pointers(children));
    return address;
  }

  private int pointers(List<Integer> addresses) {
    int address = take((long) addresses.size() * POINTER_BYTES);
    for (int i = 0; i < addresses.size(); i++) {
      memory.set(INT, address + (long) i * POINTER_BYTES, addresses.get(i));
    }
    return address;
  }
}
