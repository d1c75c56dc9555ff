package org.wasmudf.arrow;

import java.util.Map;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.limit.Limit;

/// A function that gives a value for each row, in one of the forms that a guest can have it in.
public sealed interface ValueFunction extends ModuleFunction permits ScalarFunction, BatchFunction {
  /// The name of the export that is called.
  String called();

  /// What it takes and returns.
  FunctionSignature signature();

  /// Whether the result can be NULL though the function has been called.
  boolean returnsNull();

  /// Whether the function is called where an argument is NULL.
  boolean isCalledOnNull();

  @Override
  default String name() {
    return signature().name();
  }

  /// The function that a module has under a name: for batches, where it has one, or else the plain
  /// one.
  ///
  /// @throws org.wasmudf.runtime.UdfException as [BatchFunction] and [ScalarFunction] do
  static ValueFunction of(
      WasmModule module, String export, FunctionSignature signature, Map<Limit, Long> limits) {
    return BatchFunction.isOffered(module, export)
        ? new BatchFunction(module, export, signature, limits)
        : new ScalarFunction(module, export, signature, limits);
  }
}
