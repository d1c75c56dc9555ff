package org.wasmudf.sql.function;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.NestedType;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.sql.function.Grants.Grant;
import org.wasmudf.sql.parser.FunctionKind;

/// The functions that a tenant of a database, or its owner, can call: its own, and those that
/// others have granted to it; and its own modules. Thread-safe; a change is seen by every statement
/// that is prepared after it.
///
/// A name stands for the functions of one: one's own hide all others, the owner's those of other
/// tenants, and among these who has granted first comes first. So nobody can change what a
/// statement means by granting something.
public final class FunctionCatalog {
  private final String tenant;
  private final boolean caseSensitive;
  private final LongSupplier mostFunctions;
  private final Grants grants;
  private final OwnFunctions own = new OwnFunctions();
  private final Modules modules;

  /// An empty catalog of somebody who is no tenant.
  ///
  /// @param caseSensitive whether names that differ in case only are different names
  public FunctionCatalog(boolean caseSensitive) {
    this("", caseSensitive, () -> Long.MAX_VALUE, new Grants());
  }

  /// An empty catalog.
  ///
  /// @param tenant whose, empty for the owner's
  /// @param caseSensitive whether names that differ in case only are different names
  /// @param mostFunctions asked how many functions of its own it may have, and how many modules
  /// @param grants those between this and other catalogs
  public FunctionCatalog(
      String tenant, boolean caseSensitive, LongSupplier mostFunctions, Grants grants) {
    this.mostFunctions = mostFunctions;
    this.tenant = tenant;
    this.caseSensitive = caseSensitive;
    this.grants = grants;
    this.modules = new Modules(caseSensitive);
  }

  /// Takes the functions and modules of another catalog in, which must be of the same tenant; not
  /// what was granted.
  public void addAll(FunctionCatalog other) {
    own.addAll(other.own);
    modules.addAll(other.modules);
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

  /// One's own modules.
  public Modules modules() {
    return modules;
  }

  /// Whose it is, empty for the owner's.
  public String tenant() {
    return tenant;
  }

  boolean isOwners() {
    return tenant.isEmpty();
  }

  /// The functions of a name; none is an empty list.
  ///
  /// @throws CatalogException when one of them can't be made any more: without it, another might be
  ///   called in its place
  public List<FunctionDefinition> overloads(String name) {
    return entries(key(name)).stream().map(FunctionEntry::definition).toList();
  }

  private List<FunctionEntry> entries(String key) {
    List<FunctionEntry> mine = own.of(key).toList();
    return mine.isEmpty()
        ? grants
            .grantors(key, this)
            .map(each -> granted(each, key))
            .filter(each -> !each.isEmpty())
            .findFirst()
            .orElse(List.of())
        : mine;
  }

  private List<FunctionEntry> granted(FunctionCatalog grantor, String key) {
    return grantor.own.of(key).filter(each -> grants.contains(grantor, each, this)).toList();
  }

  private Optional<FunctionEntry> find(String name, List<SqlType> parameterTypes) {
    return entries(key(name)).stream()
        .filter(each -> each.parameterTypes().equals(parameterTypes))
        .findFirst();
  }

  /// Whether there is a function of that name.
  public boolean contains(String name) {
    return !entries(key(name)).isEmpty();
  }

  /// Whether one's own functions have one of a name: with these parameters, or with any.
  ///
  /// @param parameterTypes null where the statement names none
  public boolean owns(String name, @Nullable List<SqlType> parameterTypes) {
    return own.of(key(name))
        .map(FunctionEntry::parameterTypes)
        .anyMatch(types -> parameterTypes == null || types.equals(parameterTypes));
  }

  /// Whether the function is still the one that its name and types stand for.
  public boolean isCurrent(FunctionDefinition definition) {
    return entries(key(definition.name())).stream().anyMatch(each -> each.is(definition));
  }

  /// Whether a function that is no longer the current one has another in its place: one of the same
  /// tenant, or of this catalog's own. Nobody else's takes its place unasked.
  public boolean hasSuccessor(FunctionDefinition definition) {
    return find(definition.name(), definition.parameterTypes())
        .map(FunctionEntry::tenant)
        .filter(each -> each.equals(definition.tenant()) || each.equals(tenant))
        .isPresent();
  }

  /// Every function that can be called, by name and then in the order of creation.
  public List<FunctionEntry> all() {
    return Stream.concat(own.names(), grants.names(this))
        .distinct()
        .flatMap(name -> entries(name).stream())
        .sorted(Comparator.comparing(FunctionEntry::name))
        .toList();
  }

  /// Every function of one's own, in the same order.
  public List<FunctionEntry> allOwn() {
    return own.names().flatMap(own::of).sorted(Comparator.comparing(FunctionEntry::name)).toList();
  }

  /// The functions of one's own that were made from a module of one's own.
  public List<FunctionEntry> usersOf(ModuleEntry module) {
    String key = key(module.name());
    return allOwn().stream()
        .filter(
            each -> !each.origin().module().isEmpty() && key(each.origin().module()).equals(key))
        .toList();
  }

  /// Adds a function. One that takes another's place is granted to whom that was.
  ///
  /// @throws CatalogException when it exists and that is an error, there is one that calls couldn't
  ///   tell it apart from, or its name is that of functions of another kind
  public void create(FunctionEntry function, IfExists ifExists) {
    own.change(
        key(function.name()),
        present -> {
          checkKind(function, present);
          List<FunctionEntry> changed = new ArrayList<>(present);
          int same = indexOf(present, function.parameterTypes());
          if (same < 0) {
            checkDigits(function, present);
            checkRoom();
            changed.add(function);
          } else {
            switch (ifExists) {
              case FAIL ->
                  throw CatalogException.duplicate(
                      "function %s exists; write CREATE OR REPLACE FUNCTION to replace it"
                          .formatted(function.signature()));
              case REPLACE -> changed.set(same, function);
              case KEEP -> {}
            }
          }
          return changed;
        });
  }

  /// A call must say by its name whether it is of a group.
  private static void checkKind(FunctionEntry function, List<FunctionEntry> present) {
    for (FunctionEntry each : present) {
      FunctionKind kind = each.kind().orElse(null);
      if (kind != null && !each.kind().equals(function.kind())) {
        throw CatalogException.duplicate(
            "%s is the name of %s function, and can't be that of another kind: drop it first"
                .formatted(
                    function.name(),
                    switch (kind) {
                      case SCALAR -> "a scalar";
                      case AGGREGATE -> "an aggregate";
                      case TABLE -> "a table";
                    }));
      }
    }
  }

  /// Calls don't tell decimals of different digits apart: an argument is cast to whichever there
  /// is.
  private static void checkDigits(FunctionEntry function, List<FunctionEntry> present) {
    for (FunctionEntry each : present) {
      if (withoutDigits(each).equals(withoutDigits(function))) {
        throw CatalogException.ambiguous(
            "there is %s, and calls can't tell functions apart that differ in the digits of a DECIMAL only: drop it first, or give the new one another name than %s"
                .formatted(each.signature(), function.name()));
      }
    }
  }

  private static List<SqlType> withoutDigits(FunctionEntry function) {
    SqlType any = SqlType.decimal(1, 0);
    return function.parameterTypes().stream()
        .map(
            each ->
                switch (each) {
                  case SqlType.Decimal _, SqlType.WideDecimal _ -> any;
                  case SqlType.Simple simple -> simple;
                  case NestedType nested -> nested;
                })
        .toList();
  }

  /// Adds a function that was there before, and so isn't asked whether it may be.
  public void restore(FunctionEntry function) {
    own.change(
        key(function.name()),
        present -> Stream.concat(present.stream(), Stream.of(function)).toList());
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
          List<FunctionEntry> rest = new ArrayList<>(present);
          FunctionEntry dropped =
              rest.remove(indexOf(name, parameterTypes, present, "DROP FUNCTION"));
          grants.removeAll(this, key(name), dropped.parameterTypes());
          return rest;
        });
  }

  private void checkRoom() {
    long most = mostFunctions.getAsLong();
    if (own.size() >= most) {
      throw CatalogException.tooMany(tenant, most, "functions");
    }
  }

  /// Asked before a module is added.
  ///
  /// @throws CatalogException when there are as many as there may be
  void checkRoomForModule() {
    long most = mostFunctions.getAsLong();
    if (modules.all().size() >= most) {
      throw CatalogException.tooMany(tenant, most, "modules");
    }
  }

  /// Lets somebody else call a function of one's own.
  ///
  /// @param parameterTypes null where the statement names none
  /// @throws CatalogException when there is no such function, or more than one
  public void grant(String name, @Nullable List<SqlType> parameterTypes, FunctionCatalog grantee) {
    grants.add(right(name, parameterTypes, grantee, "GRANT EXECUTE ON FUNCTION"));
  }

  /// Takes back what [#grant] gave, if it did.
  ///
  /// @param parameterTypes null where the statement names none
  /// @throws CatalogException when there is no such function, or more than one
  public void revoke(String name, @Nullable List<SqlType> parameterTypes, FunctionCatalog grantee) {
    grants.remove(right(name, parameterTypes, grantee, "REVOKE EXECUTE ON FUNCTION"));
  }

  private Grant right(
      String name,
      @Nullable List<SqlType> parameterTypes,
      FunctionCatalog grantee,
      String statement) {
    List<FunctionEntry> present = own.of(key(name)).toList();
    FunctionEntry function = present.get(indexOf(name, parameterTypes, present, statement));
    return new Grant(this, function.name(), function.parameterTypes(), grantee);
  }

  private static int indexOf(
      String name,
      @Nullable List<SqlType> parameterTypes,
      List<FunctionEntry> present,
      String statement) {
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

  private static String choices(List<FunctionEntry> present, String separator) {
    return present.stream().map(FunctionEntry::signature).collect(joining(separator));
  }

  private static int indexOf(List<FunctionEntry> present, List<SqlType> parameterTypes) {
    return present.stream().map(FunctionEntry::parameterTypes).toList().indexOf(parameterTypes);
  }

  String key(String name) {
    return caseSensitive ? name : name.toLowerCase(Locale.ROOT);
  }
}
