package org.wasmudf.arrow;

import java.util.Map;
import java.util.OptionalLong;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.limit.Limit;

/// An export of a guest's that kernels call: a function, or what an aggregate function does with a
/// group's state.
public sealed interface GuestFunction permits ScalarFunction, StateFunction {
  /// Where it lives.
  WasmModule module();

  /// The name it is exported under.
  String export();

  /// What it takes and what a call of it is worth, in SQL's terms.
  FunctionSignature signature();

  /// What its calls may use at most, where that is less than the tenant's own limits.
  Map<Limit, Long> limits();

  /// The type of the export.
  FunctionType wasmType();

  /// What each call costs, in instructions, where that is always the same: then the function
  /// doesn't count for itself. Empty for all others.
  default OptionalLong constantCost() {
    return module().constantCost(export());
  }

  /// The function's name in messages.
  default String name() {
    return signature().name();
  }
}
