package org.wasmudf.sql;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import org.jspecify.annotations.Nullable;

/// A prepared statement that is the database's.
///
/// @param <T> PreparedStatement or CallableStatement
final class PassedStatement<T extends PreparedStatement> extends Forwarding<T, T> {
  private final Connection connection;

  PassedStatement(Class<T> type, T target, Connection connection) {
    super(type, target);
    this.connection = connection;
  }

  @Override
  @Nullable Object call(Method method, Object[] arguments) throws Throwable {
    return method.getName().equals("getConnection")
        ? connection
        : WrappedResult.of(forward(method, arguments), proxy());
  }
}
