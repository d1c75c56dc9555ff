package org.wasmudf.runtime.binary;

/// Is told of the function indices in a module's segments and initial values, in their order.
@FunctionalInterface
interface FunctionReferences {
  FunctionReferences IGNORED = (function, from, to) -> {};

  /// A function index stands here.
  ///
  /// @param from where the number begins, counted from the start of the module
  /// @param to where it ends
  void found(int function, int from, int to);
}
