package org.wasmudf.sql.function;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.wasmudf.arrow.SqlType;

/// Who may call whose functions, in the order in which it was granted. Thread-safe.
public final class Grants {
  private final List<Grant> all = new CopyOnWriteArrayList<>();

  /// The right to call a function.
  ///
  /// @param from who has created it and grants it
  /// @param name the function's
  /// @param types that tell it from others of its name
  /// @param to who may call it
  public record Grant(FunctionCatalog from, String name, List<SqlType> types, FunctionCatalog to) {
    public Grant {
      types = List.copyOf(types);
    }

    private boolean isOf(FunctionCatalog owner, String key) {
      return from.equals(owner) && from.key(name).equals(key);
    }
  }

  /// All, the first first.
  public List<Grant> all() {
    return List.copyOf(all);
  }

  /// Adds a right, if it isn't there.
  public void add(Grant grant) {
    if (!all.contains(grant)) {
      all.add(grant);
    }
  }

  void remove(Grant grant) {
    all.remove(grant);
  }

  void removeAll(FunctionCatalog from, String key, List<SqlType> types) {
    all.removeIf(each -> each.isOf(from, key) && each.types().equals(types));
  }

  /// Forgets what somebody has granted or been granted.
  public void removeAll(FunctionCatalog catalog) {
    all.removeIf(each -> each.from().equals(catalog) || each.to().equals(catalog));
  }

  /// Who has granted functions of a name to somebody: the owner of the database, then who has done
  /// so first.
  Stream<FunctionCatalog> grantors(String key, FunctionCatalog grantee) {
    List<FunctionCatalog> found =
        all.stream()
            .filter(each -> each.to().equals(grantee) && each.from().key(each.name()).equals(key))
            .map(Grant::from)
            .distinct()
            .toList();
    return Stream.concat(
        found.stream().filter(FunctionCatalog::isOwners),
        found.stream().filter(each -> !each.isOwners()));
  }

  boolean contains(FunctionCatalog from, FunctionEntry function, FunctionCatalog to) {
    return all.stream()
        .anyMatch(
            each ->
                each.isOf(from, from.key(function.name()))
                    && each.types().equals(function.parameterTypes())
                    && each.to().equals(to));
  }

  /// The names, as keys, of what has been granted to somebody.
  Stream<String> names(FunctionCatalog grantee) {
    return all.stream()
        .filter(each -> each.to().equals(grantee))
        .map(each -> each.from().key(each.name()));
  }

  /// Adds others' between copies of their catalogs; those of a catalog that has no copy end.
  public void addAll(Grants others, Map<FunctionCatalog, FunctionCatalog> copies) {
    for (Grant each : others.all) {
      FunctionCatalog from = copies.get(each.from());
      FunctionCatalog to = copies.get(each.to());
      if (from != null && to != null) {
        add(new Grant(from, each.name(), each.types(), to));
      }
    }
  }
}
