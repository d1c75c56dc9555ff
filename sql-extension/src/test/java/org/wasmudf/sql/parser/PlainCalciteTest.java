package org.wasmudf.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserImplFactory;
import org.junit.jupiter.api.Test;

/// The parser in a `jdbc:calcite:` connection, by nothing but connection properties.
public class PlainCalciteTest {
  private static final List<SqlNode> EXECUTED = new CopyOnWriteArrayList<>();

  /// Found by Calcite through its name.
  public static final SqlParserImplFactory FACTORY =
      WasmSqlParser.factory((context, node) -> EXECUTED.add(node));

  @Test
  void ddlReachesTheExecutorOfTheFactory() throws SQLException {
    try (Connection connection = connect(PlainCalciteTest.class.getName() + "#FACTORY");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE FUNCTION f() RETURNS DOUBLE LANGUAGE WASM FROM 'f.wasm'");
      statement.execute("DROP FUNCTION f");
      try (ResultSet rows = statement.executeQuery("SELECT 1 AS wasm")) {
        assertThat(rows.next()).isTrue();
      }
    }
    assertThat(EXECUTED)
        .hasExactlyElementsOfTypes(SqlCreateWasmFunction.class, SqlDropWasmFunction.class);
  }

  @Test
  void withoutAnExecutorDdlIsRefusedAndQueriesRun() throws SQLException {
    try (Connection connection = connect(WasmSqlParser.class.getName() + "#FACTORY");
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("DROP FUNCTION f"))
          .rootCause()
          .hasMessageContaining("DDL not supported: DROP FUNCTION");
      try (ResultSet rows = statement.executeQuery("SELECT 1 AS wasm")) {
        assertThat(rows.next()).isTrue();
      }
    }
  }

  private static Connection connect(String factory) throws SQLException {
    return DriverManager.getConnection("jdbc:calcite:parserFactory=" + factory);
  }
}
