package org.wasmudf.bench.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// The loop in C, as native code.
final class NativeLoop implements BatchLoop {
  private final BufferAllocator allocator = new RootAllocator();
  private final Arena arena = Arena.ofConfined();
  private final MethodHandle loop;
  private final List<List<FieldVector>> batches;
  private final FieldVector result;
  private final List<MemorySegment> pointersByBatch;

  NativeLoop(SampleFunction function, List<Batch> batches, Path library) {
    MemorySegment code =
        SymbolLookup.libraryLookup(library, arena).findOrThrow(function.loopExport());
    loop =
        Linker.nativeLinker()
            .downcallHandle(
                code, FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    this.batches = batches.stream().map(each -> each.toVectors(allocator)).toList();
    result = ArrowBuffers.newResult(function, allocator);
    pointersByBatch = this.batches.stream().map(this::pointers).toList();
  }

  private MemorySegment pointers(List<FieldVector> arguments) {
    List<ArrowBuf> buffers = new ArrayList<>();
    arguments.forEach(each -> buffers.addAll(ArrowBuffers.of(each)));
    buffers.addAll(ArrowBuffers.of(result));
    MemorySegment pointers = arena.allocate(ValueLayout.ADDRESS, buffers.size());
    for (int i = 0; i < buffers.size(); i++) {
      pointers.setAtIndex(
          ValueLayout.ADDRESS, i, MemorySegment.ofAddress(buffers.get(i).memoryAddress()));
    }
    return pointers;
  }

  @Override
  public void run(int batch) {
    try {
      loop.invokeExact(pointersByBatch.get(batch), Batch.ROWS);
    } catch (Throwable e) {
      throw new IllegalStateException("a loop in C throws nothing", e);
    }
  }

  @Override
  public @Nullable Object result(int row) {
    return JavaColumn.value(result, row);
  }

  @Override
  public void close() {
    result.close();
    batches.forEach(vectors -> vectors.forEach(FieldVector::close));
    allocator.close();
    arena.close();
  }
}
