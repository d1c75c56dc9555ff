package org.wasmudf.bench.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.Guest;
import org.wasmudf.runtime.Sandbox;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.binary.InstrumentedModule;
import org.wasmudf.runtime.engine.Extern;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;

/// The same loop written inside the guest, over columns in the guest's own memory: what a function
/// would cost without a kernel.
final class GuestLoop implements BatchLoop {
  private static final int ALIGNMENT = 64;
  private static final ValueLayout.OfInt POINTER = ValueLayout.JAVA_INT;

  private final BufferAllocator allocator = new RootAllocator();
  private final Sandbox sandbox;
  private final Guest guest;
  private final Extern.Function loop;
  private final List<Integer> pointersByBatch = new ArrayList<>();
  private final FieldVector result;

  /// All batches lie in the guest's memory.
  private static final Tenant UNLIMITED =
      new Tenant(
          "benchmark",
          ResourceLimits.DEFAULT
              .with(Limit.MEMORY_BYTES, Limit.NONE)
              .with(Limit.MEMORY_TOTAL_BYTES, Limit.NONE));

  private final int resultAddress;
  private int next;
  private boolean resultIsRead;

  GuestLoop(SampleFunction function, List<Batch> batches) {
    WasmModule module = UdfRuntime.shared().load(Resources.bytes(GuestLoop.class, "loops.wasm"));
    sandbox = UdfRuntime.shared().lease(UNLIMITED, List.of(module), Cancellation.create());
    guest = sandbox.guest(module);
    loop = guest.function(function.loopExport());
    result = ArrowBuffers.newResult(function, allocator);
    List<List<FieldVector>> vectors =
        batches.stream().map(each -> each.toVectors(allocator)).toList();
    try {
      next = aligned(guest.hostBlock(Math.toIntExact(bytesNeeded(vectors))));
      // Enough for as long as anybody measures.
      guest.fuel().set(InstrumentedModule.MAX_FUEL);
      resultAddress = next;
      List<Integer> results = new ArrayList<>();
      ArrowBuffers.of(result).forEach(each -> results.add(take(each.capacity())));
      for (List<FieldVector> batch : vectors) {
        List<Integer> pointers = new ArrayList<>();
        batch.forEach(vector -> ArrowBuffers.of(vector).forEach(each -> pointers.add(copy(each))));
        pointers.addAll(results);
        pointersByBatch.add(store(pointers));
      }
    } finally {
      vectors.forEach(batch -> batch.forEach(FieldVector::close));
    }
  }

  private long bytesNeeded(List<List<FieldVector>> vectors) {
    long bytes = ALIGNMENT;
    for (List<FieldVector> batch : vectors) {
      for (FieldVector vector : batch) {
        bytes += ArrowBuffers.of(vector).stream().mapToLong(GuestLoop::room).sum();
      }
      bytes += aligned(POINTER.byteSize() * 2 * (batch.size() + 1));
    }
    return bytes + ArrowBuffers.of(result).stream().mapToLong(GuestLoop::room).sum();
  }

  private static long room(ArrowBuf buffer) {
    return aligned(buffer.capacity());
  }

  private static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
  }

  private static int aligned(int address) {
    return (int) aligned((long) address);
  }

  private int take(long bytes) {
    int address = next;
    next += (int) aligned(bytes);
    return address;
  }

  private int copy(ArrowBuf buffer) {
    int address = take(buffer.capacity());
    memory().asSlice(address, buffer.capacity()).copyFrom(segment(buffer));
    return address;
  }

  private int store(List<Integer> pointers) {
    int address = take(POINTER.byteSize() * pointers.size());
    for (int i = 0; i < pointers.size(); i++) {
      memory().set(POINTER, address + i * POINTER.byteSize(), pointers.get(i));
    }
    return address;
  }

  private MemorySegment memory() {
    return guest.memory().segment();
  }

  private static MemorySegment segment(ArrowBuf buffer) {
    return MemorySegment.ofAddress(buffer.memoryAddress()).reinterpret(buffer.capacity());
  }

  @Override
  public void run(int batch) {
    loop.call(pointersByBatch.get(batch), Batch.ROWS);
    resultIsRead = false;
  }

  @Override
  public @Nullable Object result(int row) {
    if (!resultIsRead) {
      int address = resultAddress;
      for (ArrowBuf each : ArrowBuffers.of(result)) {
        segment(each).copyFrom(memory().asSlice(address, each.capacity()));
        address += (int) room(each);
      }
      resultIsRead = true;
    }
    return JavaColumn.value(result, row);
  }

  @Override
  public void close() {
    result.close();
    // The guest's memory holds our columns, so nobody else should get it.
    sandbox.discard();
    allocator.close();
  }
}
