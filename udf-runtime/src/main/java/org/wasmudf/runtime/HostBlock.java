package org.wasmudf.runtime;

import java.util.List;
import java.util.Optional;
import org.wasmudf.runtime.engine.EngineInstance;
import org.wasmudf.runtime.engine.Extern;

/// How the host comes by room of its own in a guest's memory, where it may write without the
/// guest's knowledge.
enum HostBlock {
  /// `wasmudf_alloc(size, align)` and `wasmudf_free(pointer, size, align)`.
  WASMUDF("wasmudf_alloc", "wasmudf_free") {
    @Override
    int allocate(EngineInstance guest, int bytes) {
      return guest.function("wasmudf_alloc").call(bytes, ALIGNMENT);
    }

    @Override
    void free(EngineInstance guest, int address, int bytes) {
      guest.function("wasmudf_free").call(address, bytes, ALIGNMENT);
    }
  },
  /// The component model's `cabi_realloc(old, old size, align, new size)`.
  CABI("cabi_realloc") {
    @Override
    int allocate(EngineInstance guest, int bytes) {
      return guest.function("cabi_realloc").call(0, 0, ALIGNMENT, bytes);
    }

    @Override
    void free(EngineInstance guest, int address, int bytes) {
      guest.function("cabi_realloc").call(address, bytes, ALIGNMENT, 0);
    }
  },
  /// The C library's.
  MALLOC("malloc", "free") {
    @Override
    int allocate(EngineInstance guest, int bytes) {
      return guest.function("malloc").call(bytes);
    }

    @Override
    void free(EngineInstance guest, int address, int bytes) {
      guest.function("free").call(address);
    }
  },
  /// AssemblyScript's: objects live while they are pinned.
  ASSEMBLYSCRIPT("__new", "__pin", "__unpin") {
    @Override
    int allocate(EngineInstance guest, int bytes) {
      int arrayBufferClass = 1;
      int address = guest.function("__new").call(bytes, arrayBufferClass);
      guest.function("__pin").call(address);
      return address;
    }

    @Override
    void free(EngineInstance guest, int address, int bytes) {
      guest.function("__unpin").call(address);
    }
  },
  /// None is exported, but the guest never looks at its memory's size, so the host may append
  /// pages.
  APPENDED() {
    @Override
    int allocate(EngineInstance guest, int bytes) {
      Extern.GuestMemory memory = guest.memory("memory");
      long end = memory.segment().byteSize();
      int pages = (int) ((bytes + PAGE_BYTES - 1L) / PAGE_BYTES);
      return end + bytes <= Integer.MAX_VALUE && memory.grow(pages) ? (int) end : 0;
    }

    @Override
    void free(EngineInstance guest, int address, int bytes) {
      // Pages can't be given back; the host asks for doubled sizes, so at most as much again is
      // lost.
    }
  };

  private static final int ALIGNMENT = 16;
  private static final int PAGE_BYTES = 65_536;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> exports;

  HostBlock(String... exports) {
    this.exports = List.of(exports);
  }

  /// Asks for a block.
  ///
  /// @return its address, or 0 when there is no room
  abstract int allocate(EngineInstance guest, int bytes);

  /// Gives a block back.
  abstract void free(EngineInstance guest, int address, int bytes);

  /// The way that a module offers, if any.
  static Optional<HostBlock> of(WasmModule module) {
    if (!module.exportsMemory()) {
      return Optional.empty();
    }
    for (HostBlock each : values()) {
      if (each != APPENDED && each.offeredBy(module)) {
        return Optional.of(each);
      }
    }
    boolean noticesGrowth = module.info().usesMemoryGrow() || module.info().usesMemorySize();
    return noticesGrowth ? Optional.empty() : Optional.of(APPENDED);
  }

  private boolean offeredBy(WasmModule module) {
    for (String export : exports) {
      if (module.exportedFunction(export).isEmpty()) {
        return false;
      }
    }
    return true;
  }
}
