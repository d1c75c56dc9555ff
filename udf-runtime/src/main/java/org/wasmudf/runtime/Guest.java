package org.wasmudf.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.engine.EngineInstance;
import org.wasmudf.runtime.engine.Extern;

/// A live instance of a guest's module; used by the thread that leases its [Sandbox].
public final class Guest {
  private static final FunctionType INITIALIZER = new FunctionType(List.of(), List.of());
  private static final int SMALLEST_BLOCK_BYTES = 65_536;
  private static final int LARGEST_BLOCK_BYTES = 1 << 30;

  private final WasmModule module;
  private final EngineInstance instance;
  private final Map<String, Extern.Function> functions = new HashMap<>();
  private Extern.@Nullable GuestMemory memory;
  private int blockAddress;
  private int blockBytes;

  private Guest(WasmModule module, EngineInstance instance) {
    this.module = module;
    this.instance = instance;
  }

  /// Runs what the toolchain wants to have run before anything else.
  static Guest start(WasmModule module, EngineInstance instance) {
    Guest guest = new Guest(module, instance);
    if (module.exportedFunction("_initialize").filter(INITIALIZER::equals).isPresent()) {
      guest.function("_initialize").call();
    }
    return guest;
  }

  /// An exported function, which must exist.
  public Extern.Function function(String export) {
    return functions.computeIfAbsent(export, instance::function);
  }

  /// The exported memory, which must exist.
  public Extern.GuestMemory memory() {
    if (memory == null) {
      memory = instance.memory("memory");
    }
    return memory;
  }

  /// Room in the guest's memory that the guest doesn't touch, for bytes that the host hands over.
  /// Each call may move it.
  ///
  /// @param bytes the least size; even for none there is an address
  /// @return the block's address in the guest's memory, never 0
  /// @throws UdfException MEMORY_LIMIT when the guest can't make room
  public int hostBlock(int bytes) {
    if (blockBytes > 0 && bytes <= blockBytes) {
      return blockAddress;
    }
    HostBlock way =
        HostBlock.of(module)
            .orElseThrow(() -> new IllegalStateException("checked when the function was made"));
    if (blockBytes > 0) {
      way.free(instance, blockAddress, blockBytes);
      blockBytes = 0;
    }
    int size = rounded(bytes);
    int address = way.allocate(instance, size);
    long end = Integer.toUnsignedLong(address) + size;
    if (address == 0 || end > memory().segment().byteSize()) {
      throw UdfException.of(
          UdfErrorCode.MEMORY_LIMIT,
          "the guest has no room for %,d bytes of arguments in its memory".formatted(size));
    }
    blockAddress = address;
    blockBytes = size;
    return address;
  }

  private static int rounded(int bytes) {
    if (bytes > LARGEST_BLOCK_BYTES) {
      throw UdfException.of(
          UdfErrorCode.MEMORY_LIMIT,
          "%,d bytes of arguments are more than a call can take".formatted(bytes));
    }
    return bytes <= SMALLEST_BLOCK_BYTES
        ? SMALLEST_BLOCK_BYTES
        : Integer.highestOneBit(bytes - 1) << 1;
  }
}
