package org.wasmudf.arrow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongFunction;

/// Cuts data memories into blocks and keeps freed ones for the next request of their size, the last
/// freed first, which is the one most likely still in the CPU's cache. Thread-safe.
final class SlabAllocator {
  private static final long FIRST_MEMORY_BYTES = 1L << 20;
  private static final long LARGEST_SHARED_MEMORY_BYTES = 64L << 20;
  private static final int ALIGNMENT = 64;

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
  /// @return its address
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
      if (bytes > LARGEST_SHARED_MEMORY_BYTES / 4) {
        return newRegion.apply(bytes + LinearMemory.TAIL_BYTES).base();
      }
      while (nextMemoryBytes < 4 * bytes) {
        nextMemoryBytes *= 2;
      }
      LinearMemory.Region region = newRegion.apply(nextMemoryBytes);
      next = (region.base() + ALIGNMENT - 1) & -ALIGNMENT;
      end = region.end() - LinearMemory.TAIL_BYTES;
      nextMemoryBytes = Math.min(nextMemoryBytes * 4, LARGEST_SHARED_MEMORY_BYTES);
    }
    long address = next;
    next += bytes;
    return address;
  }
}
