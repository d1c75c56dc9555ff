package org.wasmudf.sql.function;

import static java.util.stream.Collectors.joining;

import java.util.List;
import org.apache.calcite.runtime.CalciteContextException;
import org.wasmudf.sql.function.FunctionCatalog.IfExists;
import org.wasmudf.sql.parser.SqlCreateModule;
import org.wasmudf.sql.parser.SqlDropModule;

/// Executes CREATE MODULE and DROP MODULE against a catalog that nobody sees before the statement
/// is over.
public final class ModuleStatements {
  private final FunctionCatalog catalog;
  private final FunctionDdl ddl;

  public ModuleStatements(FunctionCatalog catalog, FunctionDdl ddl) {
    this.catalog = catalog;
    this.ddl = ddl;
  }

  /// Creates a module; one that exists and is kept isn't even read. Where it replaces another, the
  /// functions of that one are made again.
  public void create(SqlCreateModule statement) {
    String name = FunctionDdl.name(statement.name());
    ModuleEntry present = catalog.modules().find(name).orElse(null);
    if (present != null && statement.ifNotExists) {
      return;
    }
    if (present == null) {
      catalog.checkRoomForModule();
    }
    ModuleEntry module = ddl.define(statement);
    catalog.modules().create(module, statement.getReplace() ? IfExists.REPLACE : IfExists.FAIL);
    for (FunctionEntry each : catalog.usersOf(module)) {
      try {
        catalog.create(Declaration.of(each).defineIn(module, ddl), IfExists.REPLACE);
      } catch (CalciteContextException e) {
        // The place is in the statement that once created the function.
        throw FunctionDdl.at(statement.sourcePosition(), FunctionDdl.cause(e));
      }
    }
  }

  /// Drops a module that no function is made from.
  public void drop(SqlDropModule statement) {
    String name = FunctionDdl.name(statement.name());
    if (statement.ifExists && catalog.modules().find(name).isEmpty()) {
      return;
    }
    ModuleEntry module = catalog.modules().get(name);
    List<FunctionEntry> users = catalog.usersOf(module);
    if (!users.isEmpty()) {
      throw CatalogException.inUse(
          module.name(), users.stream().map(FunctionEntry::signature).collect(joining(", ")));
    }
    catalog.modules().drop(module);
  }
}
