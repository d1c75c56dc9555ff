package org.wasmudf.sql.function;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The functions that somebody has created, by name, and to whom each is granted. Thread-safe: what
/// belongs to a name changes as a whole.
final class OwnFunctions {
  private final Map<String, List<Own>> overloads = new ConcurrentHashMap<>();
  private volatile @Nullable CatalogException closed;

  /// A function of one's own.
  record Own(FunctionDefinition definition, Set<FunctionCatalog> grantees) {
    Own {
      grantees = Set.copyOf(grantees);
    }

    Own grantedTo(FunctionCatalog grantee) {
      Set<FunctionCatalog> more = new HashSet<>(grantees);
      more.add(grantee);
      return new Own(definition, more);
    }

    Own revokedFrom(FunctionCatalog grantee) {
      Set<FunctionCatalog> fewer = new HashSet<>(grantees);
      fewer.remove(grantee);
      return new Own(definition, fewer);
    }
  }

  /// The functions of a name, in the order of creation.
  Stream<Own> of(String key) {
    return overloads.getOrDefault(key, List.of()).stream();
  }

  Stream<String> names() {
    return overloads.keySet().stream();
  }

  /// Asked in the middle of a change that adds something.
  ///
  /// @throws CatalogException when nothing can be added any more
  void checkOpen() {
    CatalogException reason = closed;
    if (reason != null) {
      throw reason;
    }
  }

  /// How many there are, of all names.
  long size() {
    return overloads.values().stream().mapToLong(List::size).sum();
  }

  /// Changes the functions of a name. One change after the other, so that what it counts is right.
  synchronized void change(String key, UnaryOperator<List<Own>> change) {
    overloads.compute(
        key,
        (_, present) -> {
          List<Own> changed = change.apply(present == null ? List.of() : present);
          return changed.isEmpty() ? null : List.copyOf(changed);
        });
  }

  /// Removes all functions; nothing can be added from now on.
  void close(CatalogException reason) {
    // In this order: a change that hasn't seen it is over before its name is removed.
    closed = reason;
    overloads.clear();
  }
}
