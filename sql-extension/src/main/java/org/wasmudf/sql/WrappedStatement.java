package org.wasmudf.sql;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.limit.Cancellation;

/// The database's own statement, which is given what is the database's; what is ours is done here.
final class WrappedStatement extends Forwarding<Statement, Statement> {
  private final Session session;
  private final Connection connection;

  /// What was executed last, when that was ours.
  private volatile @Nullable Command command;

  /// Of the statement that is being planned: nothing else knows yet of a cancel that comes so
  /// early.
  private volatile Cancellation planning = Cancellation.create();

  private @Nullable Results results;

  WrappedStatement(Statement target, Session session, Connection connection) {
    super(Statement.class, target);
    this.session = session;
    this.connection = connection;
  }

  @Override
  @Nullable Object call(Method method, Object[] arguments) throws Throwable {
    return switch (method.getName()) {
      case "getConnection" -> connection;
      case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate" ->
          execute(method, arguments);
      case "addBatch" -> addBatch(method, arguments);
      case "getWarnings" -> {
        Object behind = forward(method, arguments);
        Command ours = command;
        yield ours == null ? behind : ours.warnings().first();
      }
      case "clearWarnings" -> {
        Command ours = command;
        if (ours != null) {
          ours.warnings().clear();
        }
        yield forward(method, arguments);
      }
      case "cancel" -> {
        planning.request();
        Command running = command;
        if (running != null) {
          running.cancel();
        }
        yield forward(method, arguments);
      }
      case "close" -> {
        forget();
        yield forward(method, arguments);
      }
      case "getGeneratedKeys" -> WrappedResult.of(forward(method, arguments), proxy());
      case "getResultSet", "getUpdateCount", "getLargeUpdateCount", "getMoreResults" -> {
        Results ours = results;
        yield ours == null
            ? WrappedResult.of(forward(method, arguments), proxy())
            : ours.call(method.getName());
      }
      default -> forward(method, arguments);
    };
  }

  private @Nullable Object execute(Method method, Object[] arguments) throws Throwable {
    forget();
    Cancellation early = Cancellation.create();
    planning = early;
    Optional<Command> ours =
        target().isClosed() ? Optional.empty() : session.command((String) arguments[0]);
    if (ours.isEmpty()) {
      return WrappedResult.of(forward(method, arguments), proxy());
    }
    command = ours.get();
    checkNotCancelled(early);
    Limits limits = Limits.of(target());
    Outcome outcome =
        ours.get()
            .execute(Parameters.NONE, limits)
            .seenFrom(proxy(), limits, ours.get().warnings());
    results = new Results(outcome);
    return outcome.as(method.getName());
  }

  private static void checkNotCancelled(Cancellation cancellation) throws SQLException {
    try {
      cancellation.check();
    } catch (UdfException e) {
      throw SqlErrors.of(e);
    }
  }

  private @Nullable Object addBatch(Method method, Object[] arguments) throws Throwable {
    Optional<Command> ours = session.command((String) arguments[0]);
    if (ours.isPresent()) {
      ours.get().close();
      throw RefusedException.unsupported(
          "a statement of wasm-udf can't be part of a batch: execute it by itself");
    }
    return forward(method, arguments);
  }

  private void forget() throws SQLException {
    Command last = command;
    command = null;
    results = null;
    if (last != null) {
      last.close();
    }
  }
}
