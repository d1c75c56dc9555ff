package org.wasmudf.sql;

import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The database's own connection, whose statements are looked at before they are run.
final class WrappedConnection extends Forwarding<Connection, Connection> {
  private final Session session;

  WrappedConnection(Session session) {
    super(Connection.class, session.connection());
    this.session = session;
  }

  @Override
  @Nullable Object call(Method method, Object[] arguments) throws Throwable {
    return switch (method.getName()) {
      case "createStatement" ->
          new WrappedStatement((Statement) result(method, arguments), session, proxy()).proxy();
      case "prepareStatement" -> prepare(method, arguments);
      case "prepareCall" ->
          new PassedStatement<>(
                  CallableStatement.class, (CallableStatement) result(method, arguments), proxy())
              .proxy();
      case "getMetaData" -> new WrappedMetaData(target().getMetaData(), proxy()).proxy();
      case "close", "abort" -> {
        session.close();
        yield forward(method, arguments);
      }
      default -> forward(method, arguments);
    };
  }

  private Object result(Method method, Object[] arguments) throws Throwable {
    Object made = forward(method, arguments);
    if (made == null) {
      throw new IllegalStateException(method + " gave nothing");
    }
    return made;
  }

  private PreparedStatement prepare(Method method, Object[] arguments) throws Throwable {
    Optional<Command> command = session.command((String) arguments[0]);
    if (command.isPresent()) {
      return new OwnStatement(target().createStatement(), session, command.get(), proxy()).proxy();
    }
    return new PassedStatement<>(
            PreparedStatement.class, (PreparedStatement) result(method, arguments), proxy())
        .proxy();
  }
}
