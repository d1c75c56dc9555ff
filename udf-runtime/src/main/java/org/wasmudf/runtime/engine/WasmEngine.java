package org.wasmudf.runtime.engine;

import org.wasmudf.runtime.EngineStatus;

/// A WebAssembly engine: compiles modules once for all contexts and makes the memories and contexts
/// that they live in.
///
/// Thread-safe. One per process is enough.
public interface WasmEngine extends AutoCloseable {
  /// The engine's name, and whether it compiles.
  EngineStatus status();

  /// Makes a module ready to be instantiated in any context of this engine.
  ///
  /// @param name tells modules apart in profiles and stack traces; two modules share code only if
  ///   name and bytes are equal
  /// @param wasm the module, already checked by the runtime's own reader; the engine checks the
  ///   types of its code
  /// @throws org.wasmudf.runtime.UdfException INVALID_MODULE when it refuses the code
  CompiledModule compile(String name, byte[] wasm);

  /// As [#compile], for a module that the host wrote: its functions are left out of the stacks of
  /// errors.
  CompiledModule compileKernel(String name, byte[] wasm);

  /// Makes a memory of the host's, zeroed, of a fixed size; it lives until nothing refers to it any
  /// more.
  ///
  /// @param pages the size in pages of 64 KiB, at most 32,767
  Extern.DataMemory newDataMemory(int pages);

  /// Makes a memory for one instance, zeroed, that grows up to a maximum.
  ///
  /// @param minPages the size at first, in pages of 64 KiB
  /// @param maxPages the size that it never grows past
  /// @throws org.wasmudf.runtime.UdfException MEMORY_LIMIT when the process has no room for it
  Extern.GuestMemory newGuestMemory(int minPages, int maxPages);

  /// Makes an empty context: instances in it see each other's exports where they are linked, and
  /// nothing of other contexts.
  EngineContext newContext();

  /// Ends the engine and every context in it.
  @Override
  void close();
}
