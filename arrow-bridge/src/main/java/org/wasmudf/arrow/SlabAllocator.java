package org.wasmudf.arrow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongFunction;
import org.apache.arrow.memory.OutOfMemoryException;

/// Cuts data memories into blocks and keeps freed ones for the next request of their size, the last
/// freed first, which is the one most likely still in the CPU's cache. Thread-safe.
final class SlabAllocator {
  private static final long FIRST_MEMORY_BYTES = 1L << 20;
  private static final long LARGEST_SHARED_MEMORY_BYTES = 64L << 20;
  private static final int ALIGNMENT = 64;

  /// The largest size of blocks that a data memory of less than 2 GiB has room for.
  static final long LARGEST_BLOCK_BYTES = 7L << 28;

  private final LongFunction<LinearMemory.Region> newRegion;
  private final List<Deque<Long>> freeByClass = new ArrayList<>();
  private long nextMemoryBytes = FIRST_MEMORY_BYTES;
  private long next;
  private long end;

  SlabAllocator(LongFunction<LinearMemory.Region> newRegion) {
    this.newRegion = newRegion;
  }

  /// A block of that class.
  ///
  /// @return its address, a multiple of 64
  /// @throws OutOfMemoryException when the block is too large or the process has no more memory
  synchronized long allocate(int sizeClass) {
    Deque<Long> free = free(sizeClass);
    Long reused = free.pollLast();
    return reused != null ? reused : cut(SizeClass.bytes(sizeClass));
  }

  synchronized void free(int sizeClass, long address) {
    free(sizeClass).addLast(address);
  }

  private Deque<Long> free(int sizeClass) {
    while (freeByClass.size() <= sizeClass) {
      freeByClass.add(new ArrayDeque<>());
    }
    return freeByClass.get(sizeClass);
  }

  private long cut(long bytes) {
    if (bytes > end - next) {
      if (bytes > LARGEST_BLOCK_BYTES) {
        throw new OutOfMemoryException(
            "a buffer of %,d bytes is more than a data memory has room for".formatted(bytes));
      }
      if (bytes > LARGEST_SHARED_MEMORY_BYTES / 4) {
        return aligned(newRegion.apply(bytes + ALIGNMENT + LinearMemory.TAIL_BYTES));
      }
      while (nextMemoryBytes < 4 * bytes) {
        nextMemoryBytes *= 2;
      }
      LinearMemory.Region region = newRegion.apply(nextMemoryBytes);
      next = aligned(region);
      end = region.end() - LinearMemory.TAIL_BYTES;
      nextMemoryBytes = Math.min(nextMemoryBytes * 4, LARGEST_SHARED_MEMORY_BYTES);
    }
    long address = next;
    next += (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    return address;
  }

  private static long aligned(LinearMemory.Region region) {
    return (region.base() + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
