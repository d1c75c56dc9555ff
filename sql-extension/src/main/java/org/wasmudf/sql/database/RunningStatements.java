package org.wasmudf.sql.database;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The statements that queries have open in the database, so that another thread can cancel them.
final class RunningStatements {
  private final Set<Statement> open = ConcurrentHashMap.newKeySet();

  void add(Statement statement) {
    open.add(statement);
  }

  void remove(Statement statement) {
    open.remove(statement);
  }

  void cancel() throws SQLException {
    for (Statement statement : open) {
      statement.cancel();
    }
  }
}
