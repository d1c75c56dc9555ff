package org.wasmudf.sql.function;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The functions that somebody has created, by name. Thread-safe: what belongs to a name changes as
/// a whole.
final class OwnFunctions {
  private final Map<String, List<FunctionEntry>> overloads = new ConcurrentHashMap<>();

  /// The functions of a name, in the order of creation.
  Stream<FunctionEntry> of(String key) {
    return overloads.getOrDefault(key, List.of()).stream();
  }

  Stream<String> names() {
    return overloads.keySet().stream();
  }

  /// How many there are, of all names.
  long size() {
    return overloads.values().stream().mapToLong(List::size).sum();
  }

  /// Changes the functions of a name. One change after the other, so that what it counts is right.
  synchronized void change(String key, UnaryOperator<List<FunctionEntry>> change) {
    overloads.compute(
        key,
        (_, present) -> {
          List<FunctionEntry> changed = change.apply(present == null ? List.of() : present);
          return changed.isEmpty() ? null : List.copyOf(changed);
        });
  }

  void addAll(OwnFunctions others) {
    overloads.putAll(others.overloads);
  }
}
