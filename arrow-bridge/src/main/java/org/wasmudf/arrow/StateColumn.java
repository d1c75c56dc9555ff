package org.wasmudf.arrow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.IntVector;

/// A column with the address of the state that each row belongs to, in a data memory: what kernels
/// make of a row's group. NULL where a row is filtered out, so that kernels pass it over.
final class StateColumn implements AutoCloseable {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final int WORD_ROWS = 64;

  private final IntVector vector;
  private int capacity;
  private boolean isFiltered;

  StateColumn(LinearMemory memory) {
    this.vector = new IntVector("state", memory.allocator());
  }

  /// Fills the column with the states of the rows' groups.
  ///
  /// @param groups a group for each row
  /// @param from the place of the first row's group
  /// @param rows how many
  /// @param known how many groups there are
  /// @throws IndexOutOfBoundsException when a group isn't one of them
  IntVector of(int[] groups, int from, int rows, StateBlocks blocks, int known) {
    MemorySegment addresses = allocate(rows);
    int all = 0;
    for (int row = 0; row < rows; row++) {
      int group = groups[from + row];
      all = Math.max(all, group);
      addresses.setAtIndex(INT, row, blocks.address(group));
    }
    if (all >= known) {
      throw new IndexOutOfBoundsException("group %d of %d".formatted(all, known));
    }
    return vector;
  }

  /// Fills the column with one state for all rows.
  IntVector of(int group, int rows, StateBlocks blocks) {
    MemorySegment addresses = allocate(rows);
    int address = blocks.address(group);
    for (int row = 0; row < rows; row++) {
      addresses.setAtIndex(INT, row, address);
    }
    return vector;
  }

  /// Fills the column with the states of groups that follow each other.
  IntVector range(int from, int count, StateBlocks blocks) {
    MemorySegment addresses = allocate(count);
    for (int row = 0; row < count; row++) {
      addresses.setAtIndex(INT, row, blocks.address(from + row));
    }
    return vector;
  }

  /// Fills the column with addresses at equal distances.
  IntVector evenly(int address, int stateBytes, int count) {
    MemorySegment addresses = allocate(count);
    for (int row = 0; row < count; row++) {
      addresses.setAtIndex(INT, row, address + row * stateBytes);
    }
    return vector;
  }

  /// Passes over the rows whose value isn't TRUE.
  void keepOnly(BitVector filter, int rows) {
    isFiltered = true;
    ArrowBuf validity = vector.getValidityBuffer();
    ArrowBuf values = filter.getDataBuffer();
    ArrowBuf present = filter.getValidityBuffer();
    for (int i = 0; i < (rows + Byte.SIZE - 1) / Byte.SIZE; i++) {
      validity.setByte(i, values.getByte(i) & present.getByte(i));
    }
  }

  private MemorySegment allocate(int rows) {
    if (rows > capacity || isFiltered) {
      capacity = Math.max(capacity, (rows + WORD_ROWS - 1) / WORD_ROWS * WORD_ROWS);
      if (vector.getValueCapacity() < capacity) {
        vector.allocateNew(capacity);
      }
      vector.getValidityBuffer().setOne(0, vector.getValidityBuffer().capacity());
      isFiltered = false;
    }
    vector.setValueCount(rows);
    return segment(vector.getDataBuffer(), (long) rows * Integer.BYTES);
  }

  @SuppressWarnings("restricted") // The buffer has room for the rows.
  private static MemorySegment segment(ArrowBuf buffer, long bytes) {
    return MemorySegment.ofAddress(buffer.memoryAddress()).reinterpret(bytes);
  }

  @Override
  public void close() {
    vector.close();
  }
}
