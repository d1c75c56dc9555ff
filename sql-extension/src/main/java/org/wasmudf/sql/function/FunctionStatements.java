package org.wasmudf.sql.function;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.runtime.wasi.Nondeterminism;
import org.wasmudf.sql.function.FunctionCatalog.IfExists;
import org.wasmudf.sql.parser.SqlCreateWasmFunction;
import org.wasmudf.sql.parser.SqlDropWasmFunction;
import org.wasmudf.sql.parser.Volatility;

/// Executes CREATE FUNCTION and DROP FUNCTION against a catalog.
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
      FunctionDefinition definition = ddl.define(statement);
      catalog.create(definition, ifExists);
      warnOfFolding(definition);
    }
  }

  /// It may be right all the same: a language's runtime imports more than the function uses.
  private void warnOfFolding(FunctionDefinition definition) {
    WasmFunction function = definition.function();
    if (function.volatility() != Volatility.IMMUTABLE) {
      return;
    }
    String asked =
        function.calledExports().stream()
            .flatMap(each -> function.module().nondeterminism(each).stream())
            .distinct()
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
