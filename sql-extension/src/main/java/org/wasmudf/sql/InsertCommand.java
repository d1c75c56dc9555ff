package org.wasmudf.sql;

import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.database.Intervals;
import org.wasmudf.sql.function.Warnings;

/// `INSERT INTO table query`, where the query calls functions of ours: its rows are read here and
/// written by the database, in batches. All of them or none, also under auto-commit.
final class InsertCommand implements Command {
  private static final int BATCH_ROWS = 1024;

  private final Connection connection;
  private final String target;
  private final String tail;
  private final QueryCommand query;
  private volatile @Nullable PreparedStatement writing;

  /// @param target the text up to the rows
  /// @param tail the text behind them
  InsertCommand(Connection connection, String target, String tail, QueryCommand query) {
    this.connection = connection;
    this.target = target;
    this.tail = tail;
    this.query = query;
  }

  @Override
  public Outcome execute(Parameters parameters, Limits limits) throws SQLException {
    return connection.getAutoCommit()
        ? inOwnTransaction(parameters, limits)
        : inUsersTransaction(parameters, limits);
  }

  private Outcome inOwnTransaction(Parameters parameters, Limits limits) throws SQLException {
    connection.setAutoCommit(false);
    try {
      Outcome outcome = copy(parameters, limits);
      connection.commit();
      return outcome;
    } catch (Throwable e) {
      undo(e, () -> connection.rollback());
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private Outcome inUsersTransaction(Parameters parameters, Limits limits) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      Outcome outcome = copy(parameters, limits);
      connection.releaseSavepoint(before);
      return outcome;
    } catch (Throwable e) {
      undo(e, () -> connection.rollback(before));
      throw e;
    }
  }

  private interface Undo {
    void run() throws SQLException;
  }

  private static void undo(Throwable error, Undo undo) {
    try {
      undo.run();
    } catch (SQLException e) {
      error.addSuppressed(e);
    }
  }

  private Outcome copy(Parameters parameters, Limits limits) throws SQLException {
    ResultSet rows = query.execute(parameters, limits).rows();
    if (rows == null) {
      throw new IllegalStateException("a query without a result");
    }
    try (rows;
        PreparedStatement write = connection.prepareStatement(sql(rows.getMetaData()))) {
      write.setQueryTimeout(limits.timeoutSeconds());
      writing = write;
      int columns = rows.getMetaData().getColumnCount();
      long written = 0;
      int pending = 0;
      while (rows.next()) {
        for (int i = 1; i <= columns; i++) {
          Object value =
              Intervals.asJdbc(rows.getObject(i), rows.getMetaData().getColumnTypeName(i));
          set(write, i, value, rows.getMetaData().getColumnType(i));
        }
        write.addBatch();
        if (++pending == BATCH_ROWS) {
          written += write(write);
          pending = 0;
        }
      }
      return Outcome.count(written + (pending == 0 ? 0 : write(write)));
    } finally {
      writing = null;
    }
  }

  private static void set(PreparedStatement write, int index, @Nullable Object value, int type)
      throws SQLException {
    if (value == null) {
      write.setNull(index, type);
    } else if (Intervals.areIn(value)) {
      Intervals.set(write, index, value);
    } else {
      write.setObject(index, value);
    }
  }

  private static long write(PreparedStatement statement) throws SQLException {
    long written = 0;
    for (int count : statement.executeBatch()) {
      // SUCCESS_NO_INFO stands for a row of which the database doesn't say.
      written += Math.max(count, count == Statement.SUCCESS_NO_INFO ? 1 : 0);
    }
    return written;
  }

  private String sql(ResultSetMetaData columns) throws SQLException {
    String parameters = String.join(", ", Collections.nCopies(columns.getColumnCount(), "?"));
    return target + " VALUES (" + parameters + ") " + tail;
  }

  @Override
  public @Nullable ResultSetMetaData columns() {
    return null;
  }

  @Override
  public ParameterMetaData parameters() throws SQLException {
    return query.parameters();
  }

  @Override
  public Warnings warnings() {
    return query.warnings();
  }

  @Override
  public void cancel() throws SQLException {
    query.cancel();
    PreparedStatement running = writing;
    if (running != null) {
      running.cancel();
    }
  }

  @Override
  public void close() throws SQLException {
    query.close();
  }
}
