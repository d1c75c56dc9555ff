package org.wasmudf.runtime.engine;

import java.util.List;

/// A group of instances that can be interrupted and closed without touching any other; used by one
/// thread at a time.
public interface EngineContext extends AutoCloseable {
  /// Makes an instance and runs its start function, if it has one.
  ///
  /// @throws org.wasmudf.runtime.UdfException when the engine refuses the module, or a trap happens
  ///   on the way
  EngineInstance instantiate(CompiledModule module, List<Import> imports);

  /// Stops whatever runs here, and waits until it has stopped; by any thread. The context can be
  /// used again.
  void interrupt();

  /// Stops whatever runs here and frees everything; may be called by any thread, and more than
  /// once.
  @Override
  void close();
}
