package org.wasmudf.runtime.engine.graal;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.wasmudf.runtime.engine.Extern;

/// A memory that a guest defined.
///
/// @param memory the export
/// @param api GraalWasm's own functions on memories
record GraalGuestMemory(Value memory, Value api) implements Extern.GuestMemory {
  @Override
  public MemorySegment segment() {
    ByteBuffer buffer = api.getMember("mem_as_byte_buffer").execute(memory).asHostObject();
    return MemorySegment.ofBuffer(buffer);
  }

  @Override
  public boolean grow(int pages) {
    try {
      return api.getMember("mem_grow").execute(memory, pages).asLong() >= 0;
    } catch (PolyglotException beyondTheMaximum) {
      return false;
    }
  }
}
