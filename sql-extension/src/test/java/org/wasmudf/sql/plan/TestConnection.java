package org.wasmudf.sql.plan;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import org.apache.calcite.jdbc.CalciteConnection;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Function;
import org.apache.calcite.schema.Table;

/// A plain Calcite connection with our types.
final class TestConnection implements AutoCloseable {
  static final RelDataTypeFactory TYPES = new JavaTypeFactoryImpl(WasmUdfTypeSystem.INSTANCE);

  private final Connection connection;

  private TestConnection(Connection connection) {
    this.connection = connection;
  }

  static TestConnection open() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("typeSystem", WasmUdfTypeSystem.class.getName() + "#INSTANCE");
    properties.setProperty("lex", "JAVA");
    properties.setProperty("conformance", "LENIENT");
    return new TestConnection(DriverManager.getConnection("jdbc:calcite:", properties));
  }

  TestConnection with(String name, Table table) throws SQLException {
    connection.unwrap(CalciteConnection.class).getRootSchema().add(name, table);
    return this;
  }

  TestConnection with(String name, Function function) throws SQLException {
    connection.unwrap(CalciteConnection.class).getRootSchema().add(name, function);
    return this;
  }

  /// The rows of a query, values in forms that compare by content.
  List<List<Object>> rows(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<Object>> rows = new ArrayList<>();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(comparable(result.getObject(i)));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  private static Object comparable(Object value) {
    return switch (value) {
      case null -> "NULL";
      case BigDecimal number -> number.stripTrailingZeros();
      case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
      default -> value;
    };
  }

  /// The plan of a query.
  String plan(String sql) throws SQLException {
    return rows("EXPLAIN PLAN FOR " + sql).getFirst().getFirst().toString();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
