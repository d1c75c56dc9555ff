package org.wasmudf.runtime.binary;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What instrumentation adds to a module, and the numbers it has there.
///
/// @param memory the module's own memory, which it imports from now on
/// @param grow the function that grows the memory, where the module does that; behind the imported
///   ones, so that the module's own move up by one
/// @param growType its type
/// @param newType whether the module doesn't have that type yet
/// @param fuel the global that counts down
/// @param length the global that holds a length while it is paid for, where that is needed
/// @param stack the global that counts down with calls in large frames, where there are such frames
record Additions(
    Optional<Limits> memory,
    OptionalInt grow,
    int growType,
    boolean newType,
    int fuel,
    OptionalInt length,
    OptionalInt stack) {
  static final FunctionType GROW_TYPE =
      new FunctionType(List.of(ValueType.I32), List.of(ValueType.I32));

  static Additions to(ModuleInfo module) {
    boolean importsMemory = module.imports().stream().anyMatch(Import.Memory.class::isInstance);
    int type = module.types().indexOf(GROW_TYPE);
    boolean grows = module.usesMemoryGrow();
    int globals = module.globals().size();
    boolean needsLength = module.opcodes().stream().anyMatch(BulkCharge::appliesTo);
    return new Additions(
        importsMemory ? Optional.empty() : module.memory(),
        grows ? OptionalInt.of(module.importedFunctions()) : OptionalInt.empty(),
        type < 0 ? module.types().size() : type,
        grows && type < 0,
        globals,
        needsLength ? OptionalInt.of(globals + 1) : OptionalInt.empty(),
        module.bodies().stream().anyMatch(LargeFrames::include)
            ? OptionalInt.of(globals + (needsLength ? 2 : 1))
            : OptionalInt.empty());
  }

  /// The number that a function has from now on.
  int renumbered(int function) {
    return grow.isPresent() && function >= grow.getAsInt() ? function + 1 : function;
  }

  /// The number that a function had until now.
  int original(int function) {
    return grow.isPresent() && function > grow.getAsInt() ? function - 1 : function;
  }

  /// Whether any function gets another number.
  boolean renumbers() {
    return grow.isPresent();
  }
}
