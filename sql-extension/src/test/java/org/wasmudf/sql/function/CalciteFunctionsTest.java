package org.wasmudf.sql.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.wasmudf.samples.SampleModule;

/// Functions in `jdbc:calcite:`, by nothing but connection properties.
final class CalciteFunctionsTest {
  private static final String GCD =
      "CREATE FUNCTION \"gcd\"(a BIGINT, b BIGINT) RETURNS BIGINT LANGUAGE WASM AS X'%s'"
          .formatted(HexFormat.of().formatHex(SampleModule.C_NUMBERS.bytes()));

  @Test
  void aFunctionIsCreatedCalledReplacedAndDropped() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(GCD);
      assertThat(value(statement, "SELECT \"gcd\"(a, 18) FROM (VALUES (12)) AS t (a)"))
          .isEqualTo(6);
      assertThatThrownBy(() -> statement.execute(GCD))
          .hasRootCauseMessage(
              "function gcd(BIGINT, BIGINT) exists; write CREATE OR REPLACE FUNCTION to replace"
                  + " it");
      statement.execute(GCD.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"));
      assertThat(value(statement, "SELECT \"gcd\"(a, 4) FROM (VALUES (6)) AS t (a)")).isEqualTo(2);
      statement.execute("DROP FUNCTION \"gcd\"");
      assertThatThrownBy(() -> statement.execute("SELECT \"gcd\"(1, 2)"))
          .hasStackTraceContaining("No match found for function signature gcd");
      statement.execute("DROP FUNCTION IF EXISTS \"gcd\"");
      assertThat(value(statement, "SELECT 7")).isEqualTo(7);
    }
  }

  @Test
  void functionsBelongToTheirConnection() throws SQLException {
    try (Connection connection = connect();
        Connection other = connect();
        Statement statement = connection.createStatement();
        Statement elsewhere = other.createStatement()) {
      statement.execute(GCD);
      elsewhere.execute(GCD);
      assertThat(value(elsewhere, "SELECT \"gcd\"(4, 6)")).isEqualTo(2);
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:calcite:parserFactory=" + CalciteFunctions.class.getName() + "#PARSER_FACTORY");
  }

  private static long value(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }
}
