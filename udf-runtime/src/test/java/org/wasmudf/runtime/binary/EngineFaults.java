package org.wasmudf.runtime.binary;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What GraalWasm 25.0.2 gets wrong, so that tests can leave it out.
final class EngineFaults {
  private EngineFaults() {}

  /// Whether a branch back to a loop of this type works: it copies the loop's parameters as if they
  /// were its results, which are kept elsewhere if one is a number and the other isn't.
  static boolean takesLoop(FunctionType type) {
    return places(type.parameters()).equals(places(type.results()));
  }

  private static Set<Boolean> places(List<ValueType> types) {
    return types.stream()
        .map(each -> each == ValueType.V128 || each.isReference())
        .collect(Collectors.toSet());
  }
}
