package org.wasmudf.sql.function;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.SqlType;

/// The functions of a database, shared by all of the process's connections to it. Thread-safe; a
/// change is seen by every statement that is prepared after it.
public final class FunctionCatalog {
  private static final Map<String, FunctionCatalog> SHARED = new ConcurrentHashMap<>();

  private final boolean caseSensitive;
  private final Map<String, List<FunctionDefinition>> overloads = new ConcurrentHashMap<>();

  /// An empty catalog that nobody else sees.
  ///
  /// @param caseSensitive whether names that differ in case only are different names
  public FunctionCatalog(boolean caseSensitive) {
    this.caseSensitive = caseSensitive;
  }

  /// The process's catalog for a database.
  public static FunctionCatalog shared(String url, boolean caseSensitive) {
    return SHARED.computeIfAbsent(url, _ -> new FunctionCatalog(caseSensitive));
  }

  /// What becomes of a new function when there is one of its name and parameter types already.
  public enum IfExists {
    /// It is an error.
    FAIL,
    /// The new one takes its place.
    REPLACE,
    /// Nothing changes.
    KEEP
  }

  /// The functions of a name; none is an empty list.
  public List<FunctionDefinition> overloads(String name) {
    return overloads.getOrDefault(key(name), List.of());
  }

  /// The function of a name with exactly these parameters.
  public Optional<FunctionDefinition> find(String name, List<SqlType> parameterTypes) {
    return overloads(name).stream()
        .filter(each -> each.parameterTypes().equals(parameterTypes))
        .findFirst();
  }

  /// Whether there is a function of that name.
  public boolean contains(String name) {
    return overloads.containsKey(key(name));
  }

  /// Whether the function is still the one that its name and types stand for.
  public boolean isCurrent(FunctionDefinition definition) {
    return overloads(definition.name()).contains(definition);
  }

  /// Every function, by name and then in the order of creation.
  public List<FunctionDefinition> all() {
    return overloads.values().stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparing(FunctionDefinition::name))
        .toList();
  }

  /// Adds a function.
  ///
  /// @throws CatalogException when it exists and that is an error
  public void create(FunctionDefinition definition, IfExists ifExists) {
    overloads.compute(
        key(definition.name()),
        (_, present) -> {
          List<FunctionDefinition> changed = new ArrayList<>(present == null ? List.of() : present);
          int same = indexOf(changed, definition.parameterTypes());
          if (same < 0) {
            changed.add(definition);
          } else {
            switch (ifExists) {
              case FAIL ->
                  throw CatalogException.duplicate(
                      "function %s exists; write CREATE OR REPLACE FUNCTION to replace it"
                          .formatted(definition.signature()));
              case REPLACE -> changed.set(same, definition);
              case KEEP -> {}
            }
          }
          return List.copyOf(changed);
        });
  }

  /// Removes a function: the overload with these parameter types, or the only one of the name.
  ///
  /// @param parameterTypes null where the statement names none
  /// @throws CatalogException when there is no such function, or more than one
  public void drop(String name, @Nullable List<SqlType> parameterTypes) {
    overloads.compute(key(name), (_, present) -> without(name, parameterTypes, present));
  }

  private static @Nullable List<FunctionDefinition> without(
      String name,
      @Nullable List<SqlType> parameterTypes,
      @Nullable List<FunctionDefinition> present) {
    if (present == null) {
      throw CatalogException.unknown("there is no function " + name);
    }
    if (parameterTypes == null) {
      if (present.size() > 1) {
        throw CatalogException.ambiguous(
            "there are %d functions %s; name the parameter types of one: DROP FUNCTION %s"
                .formatted(present.size(), name, choices(present, " or ")));
      }
      return null;
    }
    int index = indexOf(present, parameterTypes);
    if (index < 0) {
      throw CatalogException.unknown(
          "there is no function %s; there is %s"
              .formatted(
                  FunctionDefinition.signature(name, parameterTypes), choices(present, ", ")));
    }
    List<FunctionDefinition> rest = new ArrayList<>(present);
    rest.remove(index);
    return rest.isEmpty() ? null : List.copyOf(rest);
  }

  private static String choices(List<FunctionDefinition> present, String separator) {
    return present.stream().map(FunctionDefinition::signature).collect(joining(separator));
  }

  private static int indexOf(List<FunctionDefinition> present, List<SqlType> parameterTypes) {
    return present.stream()
        .map(FunctionDefinition::parameterTypes)
        .toList()
        .indexOf(parameterTypes);
  }

  private String key(String name) {
    return caseSensitive ? name : name.toLowerCase(Locale.ROOT);
  }
}
