package org.wasmudf.arrow;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.engine.Extern;

/// Data memories, and the Arrow allocator whose buffers lie in them. Thread-safe.
///
/// Whoever produces data through [#allocator] writes it where kernels read it. Memory that was
/// freed is kept for reuse: it is returned to the system when nothing refers to this object, its
/// buffers and its kernels any more.
public final class LinearMemory implements AutoCloseable {
  /// Bytes at a memory's end that are never handed out, so that a kernel may read whole words past
  /// a buffer's end.
  static final int TAIL_BYTES = 64;

  private static final class Shared {
    static final LinearMemory MEMORY = new LinearMemory(UdfRuntime.shared());
  }

  /// One data memory and the addresses it covers.
  record Region(Extern.DataMemory memory, long base, long end) {
    static Region of(Extern.DataMemory memory) {
      long base = memory.segment().address();
      return new Region(memory, base, base + memory.segment().byteSize());
    }

    boolean contains(long address) {
      return address >= base && address < end;
    }
  }

  private final UdfRuntime runtime;
  private final RootAllocator root;
  private final KernelCache builtInKernels;
  private final LongAdder copiedBytes = new LongAdder();
  private volatile Region[] regions = {};

  private LinearMemory(UdfRuntime runtime) {
    this.runtime = runtime;
    this.builtInKernels = new KernelCache(runtime);
    SlabAllocator slabs = new SlabAllocator(this::newRegion);
    this.root =
        new RootAllocator(
            RootAllocator.configBuilder()
                .allocationManagerFactory(new SlabAllocationManager.Factory(slabs))
                .roundingPolicy(SizeClass::roundedBytes)
                .build());
  }

  /// The memory that everybody in this process shares, over the shared runtime. Never closed.
  public static LinearMemory shared() {
    return Shared.MEMORY;
  }

  /// A memory of its own, over a runtime.
  public static LinearMemory create(UdfRuntime runtime) {
    return new LinearMemory(runtime);
  }

  /// The allocator; buffers from it, and from its children, lie in data memories. Owned by this
  /// object. One buffer has at most 1.75 GiB.
  public BufferAllocator allocator() {
    return root;
  }

  /// Whose guests may import it.
  public UdfRuntime runtime() {
    return runtime;
  }

  /// Where the kernels of an expression are kept.
  KernelCache kernels(KernelPlan plan) {
    return KernelCache.of(plan, runtime).orElse(builtInKernels);
  }

  /// Bytes that evaluations copied so far because a batch was allocated elsewhere or because a
  /// guest needs them in its own memory.
  public long copiedBytes() {
    return copiedBytes.sum();
  }

  void countCopied(long bytes) {
    copiedBytes.add(bytes);
  }

  /// Whether a buffer lies in a data memory of this object.
  public boolean contains(ArrowBuf buffer) {
    return regionOf(buffer.memoryAddress()) != null;
  }

  @Nullable Region regionOf(long address) {
    Region[] all = regions;
    int low = 0;
    int high = all.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Region region = all[middle];
      if (region.contains(address)) {
        return region;
      }
      if (address < region.base) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return null;
  }

  private Region newRegion(long bytes) {
    Region region;
    try {
      region = Region.of(runtime.newDataMemory(bytes));
    } catch (UdfException e) {
      // What users of Arrow's allocators expect.
      throw new OutOfMemoryException(e.getMessage(), e);
    }
    synchronized (this) {
      Region[] more = Arrays.copyOf(regions, regions.length + 1);
      more[regions.length] = region;
      Arrays.sort(more, (a, b) -> Long.compare(a.base, b.base));
      regions = more;
    }
    return region;
  }

  /// Closes the allocator.
  ///
  /// @throws IllegalStateException when buffers are still in use, naming how much
  @Override
  public void close() {
    root.close();
  }
}
