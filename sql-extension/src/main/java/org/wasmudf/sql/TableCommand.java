package org.wasmudf.sql;

import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.wasmudf.sql.function.Warnings;

/// A statement that answers with rows of text: SHOW FUNCTIONS and EXPLAIN.
final class TableCommand implements Command {
  private final QueryPlanner planner;
  private final Supplier<TextTable> table;
  private final Warnings warnings = new Warnings();
  private PreparedStatement statement;

  /// @param table gives the rows, anew for each execution
  TableCommand(QueryPlanner planner, Supplier<TextTable> table) throws SQLException {
    this.planner = planner;
    this.table = table;
    this.statement = planner.table(table.get());
  }

  @Override
  public Outcome execute(Parameters parameters, Limits limits) throws SQLException {
    statement.close();
    statement = planner.table(table.get());
    return Outcome.rows(statement.executeQuery());
  }

  @Override
  public ResultSetMetaData columns() throws SQLException {
    return statement.getMetaData();
  }

  @Override
  public ParameterMetaData parameters() throws SQLException {
    return statement.getParameterMetaData();
  }

  @Override
  public Warnings warnings() {
    return warnings;
  }

  @Override
  public void cancel() {
    // Over before anybody could.
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
