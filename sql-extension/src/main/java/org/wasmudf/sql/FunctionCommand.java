package org.wasmudf.sql;

import java.sql.ParameterMetaData;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.function.FunctionCatalog;
import org.wasmudf.sql.function.FunctionStatements;
import org.wasmudf.sql.parser.SqlCreateWasmFunction;
import org.wasmudf.sql.parser.SqlDropWasmFunction;

/// CREATE FUNCTION and DROP FUNCTION. What they change is changed at once, whatever becomes of the
/// transaction.
final class FunctionCommand implements Command {
  private final QueryPlanner planner;
  private final FunctionCatalog catalog;
  private final SqlNode statement;

  FunctionCommand(QueryPlanner planner, FunctionCatalog catalog, String sql) throws SQLException {
    this.planner = planner;
    this.catalog = catalog;
    this.statement = planner.parse(sql);
  }

  @Override
  public Outcome execute(Parameters parameters, Limits limits) {
    FunctionStatements statements = new FunctionStatements(catalog, planner.ddl());
    switch (statement) {
      case SqlCreateWasmFunction create -> statements.create(create);
      case SqlDropWasmFunction drop -> statements.drop(drop);
      default -> throw new IllegalStateException("not a statement about functions: " + statement);
    }
    return Outcome.count(0);
  }

  @Override
  public @Nullable ResultSetMetaData columns() {
    return null;
  }

  @Override
  public ParameterMetaData parameters() throws SQLException {
    return planner.noParameters();
  }

  @Override
  public void cancel() {
    // Over before anybody could.
  }

  @Override
  public void close() {}
}
