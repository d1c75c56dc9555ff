package org.wasmudf.runtime;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ValueType;

/// How the host comes by room of its own in a guest's memory, where it may write without the
/// guest's knowledge.
enum HostBlock {
  /// `wasmudf_alloc(size, align)` and `wasmudf_free(pointer, size, align)`.
  WASMUDF(Map.of("wasmudf_alloc", toI32(2), "wasmudf_free", toNothing(3))) {
    @Override
    int allocate(Guest guest, int bytes) {
      return guest.function("wasmudf_alloc").call(bytes, ALIGNMENT);
    }

    @Override
    void free(Guest guest, int address, int bytes) {
      guest.function("wasmudf_free").call(address, bytes, ALIGNMENT);
    }
  },
  /// The component model's `cabi_realloc(old, old size, align, new size)`.
  CABI(Map.of("cabi_realloc", toI32(4))) {
    @Override
    int allocate(Guest guest, int bytes) {
      return guest.function("cabi_realloc").call(0, 0, ALIGNMENT, bytes);
    }

    @Override
    void free(Guest guest, int address, int bytes) {
      guest.function("cabi_realloc").call(address, bytes, ALIGNMENT, 0);
    }
  },
  /// The C library's.
  MALLOC(Map.of("malloc", toI32(1), "free", toNothing(1))) {
    @Override
    int allocate(Guest guest, int bytes) {
      return guest.function("malloc").call(bytes);
    }

    @Override
    void free(Guest guest, int address, int bytes) {
      guest.function("free").call(address);
    }
  },
  /// AssemblyScript's: objects live while they are pinned.
  ASSEMBLYSCRIPT(Map.of("__new", toI32(2), "__pin", toI32(1), "__unpin", toNothing(1))) {
    @Override
    int allocate(Guest guest, int bytes) {
      int arrayBufferClass = 1;
      int address = guest.function("__new").call(bytes, arrayBufferClass);
      guest.function("__pin").call(address);
      return address;
    }

    @Override
    void free(Guest guest, int address, int bytes) {
      guest.function("__unpin").call(address);
    }
  },
  /// None is exported, but the guest never looks at its memory's size, so the host may append
  /// pages.
  APPENDED(Map.of()) {
    @Override
    int allocate(Guest guest, int bytes) {
      long end = guest.memoryBytes().byteSize();
      long pages = (bytes + PAGE_BYTES - 1L) / PAGE_BYTES;
      return end + bytes <= Integer.MAX_VALUE && guest.growMemory(pages) ? (int) end : 0;
    }

    @Override
    void free(Guest guest, int address, int bytes) {
      // Pages can't be given back; the host asks for doubled sizes, so at most as much again is
      // lost.
    }
  };

  private static final int ALIGNMENT = 16;
  private static final int PAGE_BYTES = 65_536;

  @SuppressWarnings("ImmutableEnumChecker") // Map.of is immutable
  private final Map<String, FunctionType> exports;

  HostBlock(Map<String, FunctionType> exports) {
    this.exports = exports;
  }

  private static FunctionType toI32(int parameters) {
    return new FunctionType(Collections.nCopies(parameters, ValueType.I32), List.of(ValueType.I32));
  }

  private static FunctionType toNothing(int parameters) {
    return new FunctionType(Collections.nCopies(parameters, ValueType.I32), List.of());
  }

  /// Asks for a block.
  ///
  /// @return its address, or 0 when there is no room
  abstract int allocate(Guest guest, int bytes);

  /// Gives a block back.
  abstract void free(Guest guest, int address, int bytes);

  /// Whether a block that was given back can be had again.
  boolean isReused() {
    return this != APPENDED;
  }

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
    return exports.entrySet().stream()
        .allMatch(
            each ->
                module.exportedFunction(each.getKey()).filter(each.getValue()::equals).isPresent());
  }
}
