package org.wasmudf.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.sql.function.Execution;
import org.wasmudf.sql.function.FunctionDefinition;

/// A query with its plan, which can be executed any number of times.
///
/// @param statement runs it; closed with this
/// @param functions the functions that it calls
/// @param nestedParameters the types of those `?` that are made of others, by their number from 1
/// @param execution for whom they run, and what stops them
record PlannedQuery(
    PreparedStatement statement,
    List<FunctionDefinition> functions,
    Map<Integer, SqlType> nestedParameters,
    Execution execution)
    implements AutoCloseable {
  PlannedQuery {
    functions = List.copyOf(functions);
    nestedParameters = Map.copyOf(nestedParameters);
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
