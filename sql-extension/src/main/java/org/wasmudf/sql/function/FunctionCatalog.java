package org.wasmudf.sql.function;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.sql.function.OwnFunctions.Own;
import org.wasmudf.sql.parser.FunctionKind;

/// The functions that a tenant of a database, or its owner, can call: its own, and those that
/// others have granted to it. Shared by all of its connections. Thread-safe; a change is seen by
/// every statement that is prepared after it.
///
/// A name stands for the functions of one: one's own hide all others, the owner's those of other
/// tenants, and among these who has granted first comes first. So nobody can change what a
/// statement means by granting something.
public final class FunctionCatalog {
  private final String tenant;
  private final boolean caseSensitive;
  private final LongSupplier mostFunctions;
  private final OwnFunctions own = new OwnFunctions();

  /// Who has granted functions of a name, in the order in which they are asked for them.
  private final Map<String, List<FunctionCatalog>> grantors = new ConcurrentHashMap<>();

  /// Who has been granted anything.
  private final Set<FunctionCatalog> grantees = ConcurrentHashMap.newKeySet();

  /// An empty catalog of somebody who is no tenant.
  ///
  /// @param caseSensitive whether names that differ in case only are different names
  public FunctionCatalog(boolean caseSensitive) {
    this("", caseSensitive, () -> Long.MAX_VALUE);
  }

  /// An empty catalog.
  ///
  /// @param tenant whose, empty for the owner's
  /// @param caseSensitive whether names that differ in case only are different names
  /// @param mostFunctions asked how many functions of its own it may have
  public FunctionCatalog(String tenant, boolean caseSensitive, LongSupplier mostFunctions) {
    this.mostFunctions = mostFunctions;
    this.tenant = tenant;
    this.caseSensitive = caseSensitive;
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
    List<FunctionDefinition> mine = own.of(key(name)).map(Own::definition).toList();
    return mine.isEmpty() ? granted(name) : mine;
  }

  private List<FunctionDefinition> granted(String name) {
    String key = key(name);
    for (FunctionCatalog grantor : grantors.getOrDefault(key, List.of())) {
      List<FunctionDefinition> found =
          grantor
              .own
              .of(key)
              .filter(each -> each.grantees().contains(this))
              .map(Own::definition)
              .toList();
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /// The function of a name with exactly these parameters.
  public Optional<FunctionDefinition> find(String name, List<SqlType> parameterTypes) {
    return overloads(name).stream()
        .filter(each -> each.parameterTypes().equals(parameterTypes))
        .findFirst();
  }

  /// Whether there is a function of that name.
  public boolean contains(String name) {
    return !overloads(name).isEmpty();
  }

  /// Whether one's own functions have one of a name: with these parameters, or with any.
  ///
  /// @param parameterTypes null where the statement names none
  public boolean owns(String name, @Nullable List<SqlType> parameterTypes) {
    return own.of(key(name))
        .map(each -> each.definition().parameterTypes())
        .anyMatch(types -> parameterTypes == null || types.equals(parameterTypes));
  }

  /// Whether the function is still the one that its name and types stand for.
  public boolean isCurrent(FunctionDefinition definition) {
    return overloads(definition.name()).contains(definition);
  }

  /// Whether a function that is no longer the current one has another in its place: one of the same
  /// tenant, or of this catalog's own. Nobody else's takes its place unasked.
  public boolean hasSuccessor(FunctionDefinition definition) {
    return find(definition.name(), definition.parameterTypes())
        .map(FunctionDefinition::tenant)
        .filter(each -> each.equals(definition.tenant()) || each.equals(tenant))
        .isPresent();
  }

  /// Every function that can be called, by name and then in the order of creation.
  public List<FunctionDefinition> all() {
    return Stream.concat(own.names(), grantors.keySet().stream())
        .distinct()
        .flatMap(name -> overloads(name).stream())
        .sorted(Comparator.comparing(FunctionDefinition::name))
        .toList();
  }

  /// Every function of one's own, in the same order.
  public List<FunctionDefinition> allOwn() {
    return own.names()
        .flatMap(own::of)
        .map(Own::definition)
        .sorted(Comparator.comparing(FunctionDefinition::name))
        .toList();
  }

  /// Adds a function. One that takes another's place is granted to whom that was.
  ///
  /// @throws CatalogException when it exists and that is an error, or its name is that of functions
  ///   of another kind
  public void create(FunctionDefinition definition, IfExists ifExists) {
    own.change(
        key(definition.name()),
        present -> {
          own.checkOpen();
          checkKind(definition, present);
          List<Own> changed = new ArrayList<>(present);
          int same = indexOf(present, definition.parameterTypes());
          if (same < 0) {
            checkRoom();
            changed.add(new Own(definition, Set.of()));
          } else {
            switch (ifExists) {
              case FAIL ->
                  throw CatalogException.duplicate(
                      "function %s exists; write CREATE OR REPLACE FUNCTION to replace it"
                          .formatted(definition.signature()));
              case REPLACE -> changed.set(same, new Own(definition, present.get(same).grantees()));
              case KEEP -> {}
            }
          }
          return changed;
        });
  }

  /// A call must say by its name whether it is of a group.
  private static void checkKind(FunctionDefinition definition, List<Own> present) {
    for (Own each : present) {
      FunctionKind kind = each.definition().function().kind();
      if (kind != definition.function().kind()) {
        throw CatalogException.duplicate(
            "%s is the name of %s function, and can't be that of another kind: drop it first"
                .formatted(
                    definition.name(),
                    switch (kind) {
                      case SCALAR -> "a scalar";
                      case AGGREGATE -> "an aggregate";
                    }));
      }
    }
  }

  /// Removes a function of one's own: the overload with these parameter types, or the only one of
  /// the name.
  ///
  /// @param parameterTypes null where the statement names none
  /// @throws CatalogException when there is no such function, or more than one
  public void drop(String name, @Nullable List<SqlType> parameterTypes) {
    own.change(
        key(name),
        present -> {
          List<Own> rest = new ArrayList<>(present);
          rest.remove(indexOf(name, parameterTypes, present, "DROP FUNCTION"));
          return rest;
        });
    grantees.forEach(each -> each.forgetGrantor(key(name), this));
  }

  private void checkRoom() {
    long most = mostFunctions.getAsLong();
    if (own.size() >= most) {
      throw CatalogException.tooMany(tenant, most);
    }
  }

  /// Lets somebody else call a function of one's own.
  ///
  /// @param parameterTypes null where the statement names none
  /// @throws CatalogException when there is no such function, or more than one
  public void grant(String name, @Nullable List<SqlType> parameterTypes, FunctionCatalog grantee) {
    own.change(
        key(name),
        present -> {
          own.checkOpen();
          int index = indexOf(name, parameterTypes, present, "GRANT EXECUTE ON FUNCTION");
          return with(present, index, present.get(index).grantedTo(grantee));
        });
    grantees.add(grantee);
    grantee.grantors.merge(
        key(name),
        List.of(this),
        (present, mine) ->
            Stream.concat(
                    // The owner's come first.
                    tenant.isEmpty() ? mine.stream() : present.stream(),
                    tenant.isEmpty() ? present.stream() : mine.stream())
                .distinct()
                .toList());
  }

  /// Takes back what [#grant] gave, if it did.
  ///
  /// @param parameterTypes null where the statement names none
  /// @throws CatalogException when there is no such function, or more than one
  public void revoke(String name, @Nullable List<SqlType> parameterTypes, FunctionCatalog grantee) {
    own.change(
        key(name),
        present -> {
          int index = indexOf(name, parameterTypes, present, "REVOKE EXECUTE ON FUNCTION");
          return with(present, index, present.get(index).revokedFrom(grantee));
        });
    grantee.forgetGrantor(key(name), this);
  }

  private static List<Own> with(List<Own> present, int index, Own changed) {
    List<Own> all = new ArrayList<>(present);
    all.set(index, changed);
    return all;
  }

  /// Forgets who has granted functions of a name and has none left to grant.
  private void forgetGrantor(String key, FunctionCatalog grantor) {
    grantors.computeIfPresent(
        key,
        (_, present) -> {
          boolean grants = grantor.own.of(key).anyMatch(each -> each.grantees().contains(this));
          List<FunctionCatalog> rest =
              grants ? present : present.stream().filter(each -> each != grantor).toList();
          return rest.isEmpty() ? null : rest;
        });
  }

  /// Drops every function and everything that was granted, by others too. Nothing can be created
  /// any more.
  ///
  /// @param reason what becomes of who tries
  public void dissolve(CatalogException reason) {
    List<String> names = own.names().toList();
    own.close(reason);
    for (FunctionCatalog grantee : grantees) {
      names.forEach(name -> grantee.forgetGrantor(name, this));
    }
    grantees.clear();
    grantors.forEach((name, all) -> all.forEach(each -> each.forgetGrantee(name, this)));
    grantors.clear();
  }

  private void forgetGrantee(String key, FunctionCatalog grantee) {
    own.change(key, present -> present.stream().map(each -> each.revokedFrom(grantee)).toList());
    grantees.remove(grantee);
  }

  private static int indexOf(
      String name, @Nullable List<SqlType> parameterTypes, List<Own> present, String statement) {
    if (present.isEmpty()) {
      throw CatalogException.unknown("there is no function " + name);
    }
    if (parameterTypes == null) {
      if (present.size() > 1) {
        throw CatalogException.ambiguous(
            "there are %d functions %s; name the parameter types of one: %s %s"
                .formatted(present.size(), name, statement, choices(present, " or ")));
      }
      return 0;
    }
    int index = indexOf(present, parameterTypes);
    if (index < 0) {
      throw CatalogException.unknown(
          "there is no function %s; there is %s"
              .formatted(
                  FunctionDefinition.signature(name, parameterTypes), choices(present, ", ")));
    }
    return index;
  }

  private static String choices(List<Own> present, String separator) {
    return present.stream().map(each -> each.definition().signature()).collect(joining(separator));
  }

  private static int indexOf(List<Own> present, List<SqlType> parameterTypes) {
    return present.stream()
        .map(each -> each.definition().parameterTypes())
        .toList()
        .indexOf(parameterTypes);
  }

  private String key(String name) {
    return caseSensitive ? name : name.toLowerCase(Locale.ROOT);
  }
}
