package org.wasmudf.sql.function;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.sql.function.FunctionCatalog.IfExists;
import org.wasmudf.sql.parser.SqlCreateWasmFunction;
import org.wasmudf.sql.parser.SqlDropWasmFunction;

/// Executes CREATE FUNCTION and DROP FUNCTION against a catalog.
public final class FunctionStatements {
  private final FunctionCatalog catalog;
  private final FunctionDdl ddl;

  public FunctionStatements(FunctionCatalog catalog, FunctionDdl ddl) {
    this.catalog = catalog;
    this.ddl = ddl;
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
      catalog.create(ddl.define(statement), ifExists);
    }
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
