package org.wasmudf.sql.function;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.calcite.runtime.CalciteContextException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.sql.parser.FunctionKind;

/// A function in the catalog: what is known of it without its module, and the function itself from
/// when it is first asked for. So whoever opens a database doesn't load the modules of functions
/// that nobody calls, and one that can't be made any more is still listed. Thread-safe; told apart
/// by identity.
public final class FunctionEntry {
  private final String name;
  private final List<SqlType> parameterTypes;
  private final String tenant;
  private final FunctionOrigin origin;
  private final Supplier<FunctionDefinition> maker;
  private final @Nullable WasmModule newModule;
  private volatile @Nullable FunctionDefinition definition;
  private volatile @Nullable CatalogException failure;

  private FunctionEntry(
      String name,
      List<SqlType> parameterTypes,
      String tenant,
      FunctionOrigin origin,
      Supplier<FunctionDefinition> maker,
      @Nullable WasmModule newModule) {
    this.newModule = newModule;
    this.name = name;
    this.parameterTypes = List.copyOf(parameterTypes);
    this.tenant = tenant;
    this.origin = origin;
    this.maker = maker;
  }

  /// A function that has just been defined.
  static FunctionEntry of(FunctionDefinition definition, FunctionOrigin origin, WasmModule module) {
    FunctionEntry entry =
        new FunctionEntry(
            definition.name(),
            definition.parameterTypes(),
            definition.tenant(),
            origin,
            () -> definition,
            module);
    entry.definition = definition;
    return entry;
  }

  /// A function that was defined before.
  ///
  /// @param parameterTypes none where they can't be told
  /// @param tenant who has created it, empty for the owner
  /// @param maker defines it again; called until it succeeds
  public static FunctionEntry saved(
      String name,
      List<SqlType> parameterTypes,
      String tenant,
      FunctionOrigin origin,
      Supplier<FunctionDefinition> maker) {
    return new FunctionEntry(name, parameterTypes, tenant, origin, maker, null);
  }

  /// As the database folds it.
  public String name() {
    return name;
  }

  /// What it is a function of; nothing where the declaration can't be read.
  public Optional<FunctionKind> kind() {
    return FunctionKind.of(origin.declaration());
  }

  /// The types that tell overloads apart.
  public List<SqlType> parameterTypes() {
    return parameterTypes;
  }

  /// Who has created it, empty for the owner.
  public String tenant() {
    return tenant;
  }

  /// What it was made of.
  public FunctionOrigin origin() {
    return origin;
  }

  /// The module of a function that has just been defined, for who keeps it; nothing for one that
  /// was defined before.
  public Optional<WasmModule> newModule() {
    return Optional.ofNullable(newModule);
  }

  /// Name and types, as DROP FUNCTION takes them.
  public String signature() {
    return FunctionDefinition.signature(name, parameterTypes);
  }

  /// Whether that is what was made of it.
  boolean is(FunctionDefinition other) {
    return other.equals(definition);
  }

  /// What the statement says that created it; the module isn't looked at.
  ///
  /// @param ddl knows the types
  /// @throws CatalogException when the statement can't be read any more
  public FunctionDescription describe(FunctionDdl ddl) {
    try {
      return Declaration.of(this).describe(ddl);
    } catch (CalciteContextException e) {
      throw CatalogException.unusable(signature(), e);
    }
  }

  /// Why it couldn't be defined when that was tried last; nothing where it could, or nobody has
  /// called it yet.
  public Optional<CatalogException> failure() {
    return Optional.ofNullable(failure);
  }

  /// The function, which is defined now if it never was.
  ///
  /// @throws CatalogException when it can't be, saying why
  public FunctionDefinition definition() {
    FunctionDefinition known = definition;
    return known == null ? define() : known;
  }

  private synchronized FunctionDefinition define() {
    FunctionDefinition made = definition;
    if (made == null) {
      try {
        made = maker.get();
      } catch (RuntimeException e) {
        failure = CatalogException.unusable(signature(), e);
        throw failure;
      }
      failure = null;
      definition = made;
    }
    return made;
  }
}
