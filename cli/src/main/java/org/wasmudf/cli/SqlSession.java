package org.wasmudf.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.StatementException;
import org.wasmudf.sql.parser.ScriptException;
import org.wasmudf.sql.parser.ScriptReader;

/// Runs scripts over one connection and writes their results. One thread, but for [#cancel].
final class SqlSession {
  private final Connection connection;
  private final ResultWriter results;
  private final Streams streams;
  private final boolean timing;
  private volatile @Nullable Statement running;

  SqlSession(Connection connection, ResultWriter results, Streams streams, boolean timing) {
    this.connection = connection;
    this.results = results;
    this.streams = streams;
    this.timing = timing;
  }

  /// Runs the statements of a script in order and stops at the first that fails.
  ///
  /// @throws CommandFailure naming the statement's place
  /// @throws IOException when the results can't be written
  void run(Script script) throws CommandFailure, IOException {
    try (Reader text = script.source().open()) {
      ScriptReader statements = ScriptReader.of(text);
      while (true) {
        Optional<ScriptReader.Statement> next = next(script, statements);
        if (next.isEmpty()) {
          return;
        }
        run(script, next.get());
      }
    }
  }

  private static Optional<ScriptReader.Statement> next(Script script, ScriptReader statements)
      throws CommandFailure {
    try {
      return statements.next();
    } catch (ScriptException e) {
      throw new CommandFailure(script.prefix() + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      String reason =
          e.getCause() instanceof CharacterCodingException ? "not UTF-8 text" : e.getMessage();
      throw new CommandFailure(script.prefix() + reason, e);
    }
  }

  private void run(Script script, ScriptReader.Statement statement)
      throws CommandFailure, IOException {
    long start = System.nanoTime();
    try {
      execute(statement.text());
    } catch (SQLException | RuntimeException | StackOverflowError e) {
      throw new CommandFailure(place(script, statement, e) + ": " + message(statement, e), e);
    }
    if (timing) {
      double millis = (System.nanoTime() - start) / 1e6;
      String place = script.at(statement.line(), statement.column());
      streams.err().printf(Locale.ROOT, "%s: %.1f ms%n", place, millis);
    }
  }

  /// Where in the script the error is: at the place in the statement that it tells, or else where
  /// the statement begins.
  private static String place(Script script, ScriptReader.Statement statement, Throwable error) {
    if (error instanceof StatementException at) {
      boolean firstLine = at.line() == 1;
      return script.at(
          statement.line() + at.line() - 1,
          firstLine ? statement.column() + at.column() - 1 : at.column());
    }
    return script.at(statement.line(), statement.column());
  }

  /// What is wrong, without the statement, which H2 repeats in its messages.
  private static String message(ScriptReader.Statement statement, Throwable error) {
    return ErrorReport.describe(error).replace("; SQL statement:\n" + statement.text(), "");
  }

  /// Stops the statement that runs, if one does; any thread may call this.
  void cancel() {
    Statement statement = running;
    if (statement != null) {
      try {
        statement.cancel();
      } catch (SQLException e) {
        streams.err().println("cannot cancel: " + ErrorReport.describe(e));
      }
    }
  }

  private void execute(String sql) throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      running = statement;
      try {
        execute(statement, sql);
      } finally {
        warn(statement);
      }
    } finally {
      running = null;
    }
  }

  private void execute(Statement statement, String sql) throws SQLException, IOException {
    boolean isRows = statement.execute(sql);
    while (true) {
      if (isRows) {
        try (ResultSet rows = statement.getResultSet()) {
          write(rows);
        }
      } else {
        long changed = statement.getUpdateCount();
        if (changed < 0) {
          return;
        }
        results.changed(changed);
      }
      isRows = statement.getMoreResults();
    }
  }

  private void write(ResultSet rows) throws SQLException, IOException {
    List<Column> columns = Column.of(rows.getMetaData());
    results.begin(columns);
    @Nullable Object[] values = new Object[columns.size()];
    while (rows.next()) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Column.value(rows, i + 1);
      }
      results.row(values);
    }
    results.end();
  }

  /// Tells what a statement has to tell, also of one that failed: it may be the reason.
  private void warn(Statement statement) {
    try {
      for (SQLWarning warning = statement.getWarnings();
          warning != null;
          warning = warning.getNextWarning()) {
        streams.err().println("warning: " + warning.getMessage());
      }
    } catch (SQLException e) {
      // Of a connection that is broken the statement's own error says more.
    }
  }
}
