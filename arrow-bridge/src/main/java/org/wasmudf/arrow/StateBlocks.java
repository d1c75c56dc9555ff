package org.wasmudf.arrow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.wasmudf.runtime.Guest;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// Where in a guest's memory the states of groups lie: in blocks of 64 KiB that never move, so that
/// growing copies nothing. Used by the guest's thread.
final class StateBlocks {
  private static final int BLOCK_BYTES = 1 << 16;
  private static final int MOST_STATE_BYTES = 1 << 24;

  /// What is asked for at once grows with what is there, because a guest's memory is copied when it
  /// grows.
  private static final int GROWTH = 2;

  private static final int MOST_BLOCKS_AT_ONCE = 256;

  private final int stateBytes;
  private final int shift;
  private final List<Allocation> allocations = new ArrayList<>();
  private int[] blocks = {};
  private int count;

  private record Allocation(int address, int bytes) {}

  /// @param stateBytes what the guest says that a state has
  /// @throws UdfException INVALID_RESULT when no state can have that
  StateBlocks(int stateBytes) {
    if (stateBytes <= 0 || stateBytes % Long.BYTES != 0 || stateBytes > MOST_STATE_BYTES) {
      throw UdfException.of(
          UdfErrorCode.INVALID_RESULT,
          "it says that a state has %,d bytes: it must be a multiple of 8, from 8 to %,d"
              .formatted(stateBytes, MOST_STATE_BYTES));
    }
    this.stateBytes = stateBytes;
    int groups = Math.max(BLOCK_BYTES / stateBytes, 1);
    this.shift = Integer.numberOfTrailingZeros(Integer.highestOneBit(groups));
  }

  int stateBytes() {
    return stateBytes;
  }

  /// How many states a block has.
  int statesPerBlock() {
    return 1 << shift;
  }

  /// How many groups there is room for.
  long capacity() {
    return (long) count << shift;
  }

  /// Makes room for the groups 0 to `groups - 1`.
  ///
  /// @throws UdfException MEMORY_LIMIT when the guest has none
  void reserve(int groups, Guest guest) {
    while (capacity() < groups) {
      int needed = (int) ((groups - capacity() + statesPerBlock() - 1) >> shift);
      add(Math.max(needed, Math.min(count / GROWTH, MOST_BLOCKS_AT_ONCE)), guest);
    }
  }

  private void add(int more, Guest guest) {
    int address = allocate((long) more * bytesPerBlock(), guest);
    if (blocks.length < count + more) {
      blocks = Arrays.copyOf(blocks, Math.max(count + more, 2 * blocks.length));
    }
    for (int i = 0; i < more; i++) {
      blocks[count++] = address + i * bytesPerBlock();
    }
  }

  /// A block beside those of the groups.
  int spare(Guest guest) {
    return allocate(bytesPerBlock(), guest);
  }

  private int allocate(long bytes, Guest guest) {
    int size = Math.toIntExact(Math.min(bytes, Integer.MAX_VALUE));
    int address = guest.stateBlock(size);
    allocations.add(new Allocation(address, size));
    return address;
  }

  private int bytesPerBlock() {
    return stateBytes << shift;
  }

  /// The address of a group's state.
  int address(int group) {
    return blocks[group >>> shift] + (group & (statesPerBlock() - 1)) * stateBytes;
  }

  /// How many states lie together from a group's on.
  int statesBehind(int group) {
    return statesPerBlock() - (group & (statesPerBlock() - 1));
  }

  /// Gives all blocks back, if the guest takes them.
  ///
  /// @return whether it did
  boolean free(Guest guest) {
    if (!guest.takesStateBlocksBack()) {
      return allocations.isEmpty();
    }
    allocations.forEach(each -> guest.freeStateBlock(each.address(), each.bytes()));
    allocations.clear();
    return true;
  }
}
