package org.wasmudf.runtime.engine;

/// A live instance of a module, used by the thread that holds its context.
public interface EngineInstance {
  /// The exported function of that name, which must exist.
  Extern.Function function(String export);

  /// The exported global of that name, which must exist, and be a mutable i64.
  Extern.Global global(String export);

  /// The exported table of that name, which must exist.
  Extern.Table table(String export);

  /// The exported memory of that name, which must exist.
  Extern.GuestMemory memory(String export);
}
