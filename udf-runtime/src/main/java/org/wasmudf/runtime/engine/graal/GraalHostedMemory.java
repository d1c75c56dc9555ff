package org.wasmudf.runtime.engine.graal;

import java.lang.foreign.MemorySegment;
import org.graalvm.wasm.api.WebAssembly;
import org.graalvm.wasm.exception.WasmException;
import org.graalvm.wasm.exception.WasmJsApiException;
import org.graalvm.wasm.memory.WasmMemory;
import org.graalvm.wasm.memory.WasmMemoryFactory;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.engine.Extern;

/// A memory that the host made for an instance, through classes that GraalWasm doesn't promise to
/// keep.
record GraalHostedMemory(WasmMemory memory) implements Extern.GuestMemory {
  static GraalHostedMemory allocate(int minPages, int maxPages) {
    boolean indexType64 = false;
    boolean shared = false;
    boolean unsafe = true;
    boolean directByteBuffer = true;
    try {
      return new GraalHostedMemory(
          WasmMemoryFactory.createMemory(
              minPages, maxPages, indexType64, shared, unsafe, directByteBuffer, null));
    } catch (WasmException e) {
      throw UdfException.of(
          UdfErrorCode.MEMORY_LIMIT,
          "the process has no room for another guest's memory of %,d bytes; raise -XX:MaxDirectMemorySize"
              .formatted(minPages * 65_536L),
          e);
    }
  }

  @Override
  public MemorySegment segment() {
    return MemorySegment.ofBuffer(WebAssembly.memAsByteBuffer(memory));
  }

  @Override
  public boolean grow(int pages) {
    try {
      WebAssembly.memGrow(memory, pages);
      return true;
    } catch (WasmJsApiException beyondTheMaximum) {
      return false;
    } catch (WasmException outOfMemory) {
      return false;
    }
  }
}
