package org.wasmudf.sql;

import java.sql.ParameterMetaData;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.function.Warnings;

/// A statement that is ours, ready to be executed any number of times. One thread, but for
/// [#cancel].
sealed interface Command extends AutoCloseable
    permits QueryCommand, InsertCommand, FunctionCommand, TableCommand {
  /// Executes the statement; a result of an earlier execution is closed.
  Outcome execute(Parameters parameters, Limits limits) throws SQLException;

  /// The columns of the result; null when there is none.
  @Nullable ResultSetMetaData columns() throws SQLException;

  /// The types of the `?`.
  ParameterMetaData parameters() throws SQLException;

  /// What the last execution has to tell.
  Warnings warnings();

  /// Stops an execution, from another thread.
  void cancel() throws SQLException;

  @Override
  void close() throws SQLException;
}
