package org.wasmudf.sql;

import java.sql.SQLException;
import java.sql.Statement;

/// What the user has set on a statement for its executions.
///
/// @param maxRows the most rows of a result, 0 for all
/// @param timeoutSeconds how long an execution may take, 0 for ever
record Limits(long maxRows, int timeoutSeconds) {
  static Limits of(Statement statement) throws SQLException {
    return new Limits(statement.getMaxRows(), statement.getQueryTimeout());
  }
}
