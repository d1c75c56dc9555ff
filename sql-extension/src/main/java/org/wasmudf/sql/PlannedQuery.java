package org.wasmudf.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.wasmudf.sql.function.Execution;
import org.wasmudf.sql.function.FunctionDefinition;

/// A query with its plan, which can be executed any number of times.
///
/// @param statement runs it; closed with this
/// @param functions the functions that it calls
/// @param execution for whom they run, and what stops them
record PlannedQuery(
    PreparedStatement statement, List<FunctionDefinition> functions, Execution execution)
    implements AutoCloseable {
  PlannedQuery {
    functions = List.copyOf(functions);
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
