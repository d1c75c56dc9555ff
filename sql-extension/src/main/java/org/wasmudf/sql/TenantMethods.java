package org.wasmudf.sql;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The methods of JDBC that a tenant may call. All others are refused, also those that JDBC will
/// have one day.
final class TenantMethods {
  /// Those that take a text or an object which would reach the database are missing: `nativeSQL`,
  /// `prepareCall`, `setSchema`, `setCatalog`, `setClientInfo`, `setTypeMap`, `createArrayOf`.
  private static final Set<String> CONNECTION =
      Set.of(
          "abort",
          "clearWarnings",
          "close",
          "commit",
          "createStatement",
          "getAutoCommit",
          "getCatalog",
          "getHoldability",
          "getMetaData",
          "getNetworkTimeout",
          "getSchema",
          "getTransactionIsolation",
          "getWarnings",
          "isClosed",
          "isReadOnly",
          "isValid",
          "prepareStatement",
          "releaseSavepoint",
          "rollback",
          "setAutoCommit",
          "setHoldability",
          "setReadOnly",
          "setSavepoint",
          "setTransactionIsolation");

  private static final Set<String> STATEMENT =
      Set.of(
          "addBatch",
          "cancel",
          "clearBatch",
          "clearWarnings",
          "close",
          "closeOnCompletion",
          "execute",
          "executeBatch",
          "executeLargeBatch",
          "executeLargeUpdate",
          "executeQuery",
          "executeUpdate",
          "getConnection",
          "getFetchDirection",
          "getFetchSize",
          "getGeneratedKeys",
          "getLargeMaxRows",
          "getLargeUpdateCount",
          "getMaxFieldSize",
          "getMaxRows",
          "getMoreResults",
          "getQueryTimeout",
          "getResultSet",
          "getResultSetConcurrency",
          "getResultSetHoldability",
          "getResultSetType",
          "getUpdateCount",
          "getWarnings",
          "isCloseOnCompletion",
          "isClosed",
          "isPoolable",
          "setEscapeProcessing",
          "setFetchDirection",
          "setFetchSize",
          "setLargeMaxRows",
          "setMaxFieldSize",
          "setMaxRows",
          "setPoolable",
          "setQueryTimeout");

  private static final Set<String> RESULT =
      Set.of(
          "absolute",
          "afterLast",
          "beforeFirst",
          "clearWarnings",
          "close",
          "findColumn",
          "first",
          "getAsciiStream",
          "getBigDecimal",
          "getBinaryStream",
          "getBoolean",
          "getByte",
          "getBytes",
          "getCharacterStream",
          "getConcurrency",
          "getDate",
          "getDouble",
          "getFetchDirection",
          "getFetchSize",
          "getFloat",
          "getHoldability",
          "getInt",
          "getLong",
          "getMetaData",
          "getNCharacterStream",
          "getNString",
          "getObject",
          "getRow",
          "getShort",
          "getStatement",
          "getString",
          "getTime",
          "getTimestamp",
          "getType",
          "getWarnings",
          "isAfterLast",
          "isBeforeFirst",
          "isClosed",
          "isFirst",
          "isLast",
          "last",
          "next",
          "previous",
          "relative",
          "setFetchDirection",
          "setFetchSize",
          "wasNull");

  private TenantMethods() {}

  /// Whether an object of that interface does what the method says.
  static boolean allow(Class<?> type, Method method) {
    String name = method.getName();
    boolean named = Stream.of(method.getParameterTypes()).anyMatch(String.class::equals);
    if (type == Connection.class) {
      return CONNECTION.contains(name) && !(named && name.equals("setSavepoint"));
    }
    if (type == Statement.class) {
      return STATEMENT.contains(name);
    }
    if (type == PreparedStatement.class) {
      return STATEMENT.contains(name) || method.getDeclaringClass() == PreparedStatement.class;
    }
    if (type == ResultSet.class) {
      return RESULT.contains(name)
          // A map of types has the driver make objects of the tenant's classes.
          && Stream.of(method.getParameterTypes()).noneMatch(Map.class::equals);
    }
    // All that these do is tell.
    return type == DatabaseMetaData.class
        || type == ResultSetMetaData.class
        || type == ParameterMetaData.class;
  }
}
