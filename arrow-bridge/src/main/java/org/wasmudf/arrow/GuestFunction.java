package org.wasmudf.arrow;

import java.util.OptionalLong;
import org.wasmudf.runtime.binary.FunctionType;

/// An export of a guest's that kernels call: a function, or what an aggregate function does with a
/// group's state.
public sealed interface GuestFunction extends ModuleFunction permits ScalarFunction, StateFunction {
  /// What it takes and what a call of it is worth, in SQL's terms.
  FunctionSignature signature();

  /// The export that is called, of the type [#wasmType].
  default String called() {
    return export();
  }

  /// The type of the export that is called.
  FunctionType wasmType();

  /// Whether the result can be NULL though the function has been called: it takes a pointer to a
  /// byte, in room of the host's in its memory, that is 0, and makes the result NULL by writing
  /// anything else.
  default boolean returnsNull() {
    return false;
  }

  /// Whether the function is called, with a note, where an argument is NULL.
  default boolean isCalledOnNull() {
    return signature().nullInput() == NullInput.CALLED;
  }

  /// How many of the arguments, of the first ones, must not be NULL for the function to be called.
  default int neededArguments() {
    return isCalledOnNull() ? 0 : signature().parameters().size();
  }

  /// What each call costs, in instructions, where that is always the same: then the function
  /// doesn't count for itself. Empty for all others.
  default OptionalLong constantCost() {
    return module().constantCost(called());
  }

  @Override
  default String name() {
    return signature().name();
  }
}
