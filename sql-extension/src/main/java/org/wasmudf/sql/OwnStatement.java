package org.wasmudf.sql;

import java.lang.reflect.Method;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A prepared statement that is ours. A statement of the database stands behind it and keeps what
/// the user sets: the limits, and whether it is closed.
final class OwnStatement extends Forwarding<PreparedStatement, Statement> {
  private final Session session;
  private final Command command;
  private final Connection connection;
  private final Parameters parameters = new Parameters();
  private final List<Parameters> batch = new ArrayList<>();
  private Results results = Results.NONE;

  OwnStatement(Statement target, Session session, Command command, Connection connection) {
    super(PreparedStatement.class, target);
    this.session = session;
    this.command = command;
    this.connection = connection;
  }

  @Override
  @Nullable Object call(Method method, Object[] arguments) throws Throwable {
    String name = method.getName();
    return switch (name) {
      case "getConnection" -> connection;
      case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate" ->
          execute(name, arguments);
      case "getResultSet", "getUpdateCount", "getLargeUpdateCount", "getMoreResults" ->
          results.call(name);
      case "getGeneratedKeys" ->
          throw RefusedException.unsupported(
              "an INSERT that calls functions of wasm-udf gives no generated keys");
      case "getMetaData" -> command.columns();
      case "getParameterMetaData" -> command.parameters();
      case "clearParameters" -> {
        parameters.clear();
        yield null;
      }
      case "addBatch" -> {
        refuseText(arguments);
        batch.add(new Parameters(parameters));
        yield null;
      }
      case "clearBatch" -> {
        batch.clear();
        yield null;
      }
      case "executeBatch" -> executeBatch().stream().mapToInt(Math::toIntExact).toArray();
      case "executeLargeBatch" -> executeBatch().stream().mapToLong(each -> each).toArray();
      case "getWarnings" -> {
        // Which fails where the statement is closed.
        forward(method, arguments);
        yield command.warnings().first();
      }
      case "clearWarnings" -> {
        command.warnings().clear();
        yield forward(method, arguments);
      }
      case "cancel" -> {
        command.cancel();
        yield null;
      }
      case "close" -> {
        command.close();
        yield forward(method, arguments);
      }
      default ->
          method.getDeclaringClass() == PreparedStatement.class
              ? set(name, arguments)
              : forward(method, arguments);
    };
  }

  private @Nullable Object set(String setter, Object[] arguments) throws SQLException {
    parameters.set((int) arguments[0], setter.equals("setNull") ? null : arguments[1]);
    return null;
  }

  private Object execute(String method, Object[] arguments) throws SQLException {
    refuseText(arguments);
    results = Results.NONE;
    Outcome outcome = run(parameters);
    results = new Results(outcome);
    return outcome.as(method);
  }

  private Outcome run(Parameters values) throws SQLException {
    if (target().isClosed()) {
      throw new SQLException("the statement is closed", "55000");
    }
    session.refresh();
    Limits limits = Limits.of(target());
    return command.execute(values, limits).seenFrom(proxy(), limits, command.warnings());
  }

  private List<Long> executeBatch() throws SQLException {
    List<Long> counts = new ArrayList<>();
    try {
      for (Parameters values : batch) {
        Outcome outcome = run(values);
        if (outcome.rows() != null) {
          outcome.rows().close();
          throw new SQLException("a query can't be executed as a batch", "07005");
        }
        counts.add(outcome.count());
      }
      return counts;
    } catch (SQLException e) {
      throw new BatchUpdateException(
          e.getMessage(),
          e.getSQLState(),
          e.getErrorCode(),
          counts.stream().mapToLong(each -> each).toArray(),
          e);
    } finally {
      batch.clear();
    }
  }

  /// JDBC forbids to give a prepared statement another text.
  private static void refuseText(Object[] arguments) throws SQLException {
    if (arguments.length > 0) {
      throw new SQLException("a prepared statement takes no other text", "07003");
    }
  }
}
