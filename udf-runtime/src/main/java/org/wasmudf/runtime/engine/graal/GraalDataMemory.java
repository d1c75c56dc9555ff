package org.wasmudf.runtime.engine.graal;

import java.lang.foreign.MemorySegment;
import org.graalvm.wasm.api.WebAssembly;
import org.graalvm.wasm.exception.WasmException;
import org.graalvm.wasm.memory.WasmMemory;
import org.graalvm.wasm.memory.WasmMemoryFactory;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.engine.Extern;

/// A memory made outside any context, through classes that GraalWasm doesn't promise to keep.
///
/// @param memory what contexts import
/// @param segment its bytes, which stay where they are because the memory can't grow
record GraalDataMemory(WasmMemory memory, MemorySegment segment) implements Extern.DataMemory {
  static GraalDataMemory allocate(int pages) {
    boolean indexType64 = false;
    boolean shared = false;
    boolean unsafe = true;
    boolean directByteBuffer = true;
    try {
      WasmMemory memory =
          WasmMemoryFactory.createMemory(
              pages, pages, indexType64, shared, unsafe, directByteBuffer, null);
      return new GraalDataMemory(
          memory, MemorySegment.ofBuffer(WebAssembly.memAsByteBuffer(memory)));
    } catch (WasmException e) {
      throw UdfException.of(
          UdfErrorCode.MEMORY_LIMIT,
          "the process has no room for another data memory of %,d bytes; raise -XX:MaxDirectMemorySize"
              .formatted(pages * 65_536L),
          e);
    }
  }
}
