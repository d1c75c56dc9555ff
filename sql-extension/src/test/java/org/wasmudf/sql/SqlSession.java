package org.wasmudf.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// A connection for tests: whole statements in, text out.
final class SqlSession implements AutoCloseable {
  private final Connection connection;

  private SqlSession(Connection connection) {
    this.connection = connection;
  }

  static SqlSession open(String url) throws SQLException {
    return of(DriverManager.getConnection(url));
  }

  /// A connection of a tenant, with further properties in pairs of name and value.
  static SqlSession open(String url, String tenant, String... more) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("tenant", tenant);
    for (int i = 0; i < more.length; i += 2) {
      properties.setProperty(more[i], more[i + 1]);
    }
    return of(DriverManager.getConnection(url, properties));
  }

  static SqlSession of(Connection connection) {
    return new SqlSession(connection);
  }

  Connection connection() {
    return connection;
  }

  /// The rows of a query, a line each, values divided by ` | `.
  String query(String sql, @Nullable Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        List<String> line = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          line.add(text(rows.getObject(i)));
        }
        lines.add(String.join(" | ", line));
      }
      return String.join("\n", lines);
    }
  }

  private static String text(@Nullable Object value) {
    return value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
  }

  /// Executes what isn't a query; how many rows it wrote.
  int update(String sql, @Nullable Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object[] parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  /// The code and message with which a statement fails.
  String failure(String sql, @Nullable Object... parameters) {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      if (statement.execute()) {
        try (ResultSet rows = statement.getResultSet()) {
          while (rows.next()) {}
        }
      }
      return "it worked";
    } catch (SQLException e) {
      return e.getSQLState() + " " + e.getMessage();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
