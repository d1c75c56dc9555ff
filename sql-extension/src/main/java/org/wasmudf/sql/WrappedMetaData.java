package org.wasmudf.sql;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import org.jspecify.annotations.Nullable;

/// The database's metadata, with the connection that the user has.
final class WrappedMetaData extends Forwarding<DatabaseMetaData, DatabaseMetaData> {
  private final Connection connection;

  WrappedMetaData(DatabaseMetaData target, Connection connection) {
    super(DatabaseMetaData.class, target);
    this.connection = connection;
  }

  @Override
  @Nullable Object call(Method method, Object[] arguments) throws Throwable {
    return switch (method.getName()) {
      case "getConnection" -> connection;
      case "getURL" -> WasmUdfDriver.PREFIX + target().getURL();
      default -> {
        Object result = forward(method, arguments);
        yield result instanceof ResultSet rows
            ? new VisibleRows(rows, method, false).proxy()
            : result;
      }
    };
  }
}
