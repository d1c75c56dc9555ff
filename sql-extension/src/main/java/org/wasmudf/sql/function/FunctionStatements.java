package org.wasmudf.sql.function;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import org.apache.calcite.runtime.CalciteContextException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.runtime.wasi.Nondeterminism;
import org.wasmudf.sql.function.FunctionCatalog.IfExists;
import org.wasmudf.sql.parser.SqlCreateModuleFunctions;
import org.wasmudf.sql.parser.SqlCreateWasmFunction;
import org.wasmudf.sql.parser.SqlDropWasmFunction;
import org.wasmudf.sql.parser.Volatility;

/// Executes CREATE FUNCTION, CREATE FUNCTIONS and DROP FUNCTION against a catalog.
public final class FunctionStatements {
  private final FunctionCatalog catalog;
  private final FunctionDdl ddl;
  private final Warnings warnings;

  /// @param warnings where it goes what a statement has to tell
  public FunctionStatements(FunctionCatalog catalog, FunctionDdl ddl, Warnings warnings) {
    this.catalog = catalog;
    this.ddl = ddl;
    this.warnings = warnings;
  }

  /// Creates a function; one that exists and is kept isn't even read.
  public void create(SqlCreateWasmFunction statement) {
    String name = FunctionDdl.name(statement.name());
    IfExists ifExists =
        statement.getReplace()
            ? IfExists.REPLACE
            : statement.ifNotExists ? IfExists.KEEP : IfExists.FAIL;
    boolean exists = catalog.owns(name, ddl.parameterTypes(statement));
    if (!exists || ifExists != IfExists.KEEP) {
      ddl.checkTypes(statement);
      FunctionDdl.LoadedModule module = ddl.load(statement, catalog.modules());
      create(statement, ddl.define(statement, module), module, ifExists);
    }
  }

  private void create(
      SqlCreateWasmFunction statement,
      FunctionDefinition definition,
      FunctionDdl.LoadedModule module,
      IfExists ifExists) {
    catalog.create(
        FunctionEntry.of(
            definition,
            new FunctionOrigin(
                statement.declaration(), module.name(), module.module().sha256(), module.source()),
            module.module()),
        ifExists);
    warnOfFolding(definition);
  }

  /// Creates the functions that a module declares of itself, all or none.
  ///
  /// @param parser reads statements as the connection does
  public void create(SqlCreateModuleFunctions statement, DeclaredFunctions.Parser parser) {
    ModuleEntry entry;
    try {
      entry = catalog.modules().get(statement.module().getSimple());
    } catch (CatalogException e) {
      throw FunctionDdl.at(statement.module().getParserPosition(), e);
    }
    var module =
        new FunctionDdl.LoadedModule(entry.module(), entry.name(), "module " + entry.name());
    for (SqlCreateWasmFunction each :
        DeclaredFunctions.of(entry.module()).read(parser, entry.name())) {
      try {
        create(
            each,
            ddl.define(each, module),
            module,
            statement.getReplace() ? IfExists.REPLACE : IfExists.FAIL);
      } catch (CalciteContextException e) {
        // The place is in the module and not in the statement.
        throw FunctionDdl.at(statement.module().getParserPosition(), FunctionDdl.cause(e));
      }
    }
  }

  /// It may be right all the same: a language's runtime imports more than the function uses.
  private void warnOfFolding(FunctionDefinition definition) {
    if (!(definition.function() instanceof WasmScalarFunction function)
        || function.volatility() != Volatility.IMMUTABLE) {
      return;
    }
    String asked =
        function.function().module().nondeterminism(function.function().called()).stream()
            .map(FunctionStatements::describe)
            .flatMap(Optional::stream)
            .collect(joining(" and "));
    if (!asked.isEmpty()) {
      warnings.add(
          "function %s is IMMUTABLE, but it can ask for %s: a call on constants is evaluated once, when its statement is planned"
              .formatted(definition.name(), asked));
    }
  }

  /// State is no reason to warn: most functions have a stack in their memory.
  private static Optional<String> describe(Nondeterminism reason) {
    return switch (reason) {
      case CLOCK -> Optional.of("the time");
      case RANDOM -> Optional.of("random numbers");
      case STATE -> Optional.empty();
    };
  }

  /// Drops a function.
  public void drop(SqlDropWasmFunction statement) {
    String name = FunctionDdl.name(statement.name());
    @Nullable List<SqlType> types = ddl.parameterTypes(statement.parameterTypes());
    if (catalog.owns(name, types) || !statement.ifExists) {
      catalog.drop(name, types);
    }
  }
}
