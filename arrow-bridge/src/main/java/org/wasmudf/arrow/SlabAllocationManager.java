package org.wasmudf.arrow;

import org.apache.arrow.memory.AllocationManager;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ReferenceManager;

/// A block of a data memory, as Arrow sees it.
final class SlabAllocationManager extends AllocationManager {
  private final SlabAllocator slabs;
  private final int sizeClass;
  private final long address;

  private SlabAllocationManager(BufferAllocator accounting, SlabAllocator slabs, long bytes) {
    super(accounting);
    this.slabs = slabs;
    this.sizeClass = SizeClass.of(bytes);
    this.address = slabs.allocate(sizeClass);
  }

  @Override
  public long getSize() {
    return SizeClass.bytes(sizeClass);
  }

  @Override
  protected long memoryAddress() {
    return address;
  }

  @Override
  protected void release0() {
    slabs.free(sizeClass, address);
  }

  /// Makes blocks for an allocator.
  ///
  /// @param slabs where they come from
  record Factory(SlabAllocator slabs) implements AllocationManager.Factory {
    @Override
    public AllocationManager create(BufferAllocator accounting, long bytes) {
      return new SlabAllocationManager(accounting, slabs, bytes);
    }

    @Override
    public ArrowBuf empty() {
      return new ArrowBuf(ReferenceManager.NO_OP, null, 0, 0);
    }
  }
}
