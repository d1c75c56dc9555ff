package org.wasmudf.runtime.engine;

/// A module in the form that its engine instantiates; immutable, shared by all contexts of that
/// engine.
public interface CompiledModule {
  /// The name it was compiled under.
  String name();
}
