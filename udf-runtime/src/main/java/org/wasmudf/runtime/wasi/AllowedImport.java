package org.wasmudf.runtime.wasi;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ValueType;

/// A host function that guests may import.
///
/// @param name both of its names
/// @param type the only one that it can be imported as
/// @param body what it does
record AllowedImport(Name name, FunctionType type, Body body) {
  private static final Map<Name, AllowedImport> ALL =
      Stream.of(
              WasiStreams.functions(),
              WasiWorld.functions(),
              WasiRefusal.functions(),
              WasmudfImports.functions(),
              AssemblyScriptImports.functions())
          .flatMap(List::stream)
          .collect(Collectors.toUnmodifiableMap(AllowedImport::name, Function.identity()));

  /// The names of an import.
  record Name(String module, String name) {
    @Override
    public String toString() {
      return module + "." + name;
    }
  }

  /// What a host function does.
  @FunctionalInterface
  interface Body {
    /// Does it, and returns the result.
    ///
    /// @param arguments those of type i32 with their signs extended
    long call(Caller caller, long... arguments);
  }

  /// All that there are.
  static Collection<AllowedImport> all() {
    return ALL.values();
  }

  static Optional<AllowedImport> of(String module, String name) {
    return Optional.ofNullable(ALL.get(new Name(module, name)));
  }

  /// A function that returns nothing.
  static AllowedImport of(String module, String name, List<ValueType> parameters, Body body) {
    return new AllowedImport(new Name(module, name), new FunctionType(parameters, List.of()), body);
  }
}
