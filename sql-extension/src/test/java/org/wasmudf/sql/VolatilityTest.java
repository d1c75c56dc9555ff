package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the planner may do with calls, by volatility. The function logs each time it runs.
class VolatilityTest {
  private SqlSession session;

  @BeforeEach
  void open() throws SQLException {
    session = SqlSession.open("jdbc:wasmudf:");
    session.update("CREATE TABLE n (n INTEGER, k INTEGER)");
    session.update("INSERT INTO n VALUES (1, 1), (2, 1), (3, 1), (NULL, 1)");
    session.update("CREATE TABLE m (k INTEGER, m INTEGER)");
    session.update("INSERT INTO m VALUES (1, 3), (1, 2), (2, 0)");
  }

  @AfterEach
  void close() throws SQLException {
    session.close();
  }

  /// How often the function ran for a statement, which is to be executed as well as planned.
  private int calls(String volatility, String sql) throws SQLException {
    session.update(
        Guests.NOTED.replace("CREATE", "CREATE OR REPLACE").replace("WASM", "WASM " + volatility));
    int calls = 0;
    try (Statement statement = session.connection().createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {}
      for (SQLWarning each = statement.getWarnings(); each != null; each = each.getNextWarning()) {
        assertThat(each.getMessage()).contains("seen: ");
        calls++;
      }
    }
    return calls;
  }

  @ParameterizedTest
  @CsvSource({"IMMUTABLE, 3", "STABLE, 3", "VOLATILE, 6"})
  void commonCallsOfColumnsAreEvaluatedOnceForARow(String volatility, int calls)
      throws SQLException {
    assertThat(calls(volatility, "SELECT noted(n), noted(n) + 1 FROM n")).isEqualTo(calls);
  }

  @ParameterizedTest
  @CsvSource({"IMMUTABLE, 3", "STABLE, 3", "VOLATILE, 6"})
  void commonCallsInAnExpressionAreEvaluatedOnceForARow(String volatility, int calls)
      throws SQLException {
    assertThat(calls(volatility, "SELECT noted(n) * noted(n) FROM n")).isEqualTo(calls);
  }

  @ParameterizedTest
  @CsvSource({"IMMUTABLE, 6", "STABLE, 6", "VOLATILE, 12"})
  void commonCallsInCommonCallsToo(String volatility, int calls) throws SQLException {
    assertThat(
            calls(volatility, "SELECT noted(noted(n)), noted(noted(n)) + 1, noted(n) - 1 FROM n"))
        .isEqualTo(volatility.equals("VOLATILE") ? calls + 3 : calls);
  }

  @ParameterizedTest
  @CsvSource({"IMMUTABLE, 3", "STABLE, 3"})
  void commonCallsOfAConditionAreEvaluatedOnceForARow(String volatility, int calls)
      throws SQLException {
    assertThat(calls(volatility, "SELECT n FROM n WHERE noted(n) > 0 AND noted(n) < 3"))
        .isEqualTo(calls);
  }

  @Test
  void aCallThatSomeRowsDontReachIsNotMadeForThem() throws SQLException {
    String sql =
        """
        SELECT CASE WHEN n > 2 THEN noted(n) END, CASE WHEN n < 2 THEN noted(n) END FROM n\
        """;
    assertThat(calls("IMMUTABLE", sql)).isEqualTo(2);
    assertThat(calls("VOLATILE", sql)).isEqualTo(2);
  }

  @Test
  void aCallThatCalciteEvaluatesAroundIsSharedToo() throws SQLException {
    String sql = "SELECT CAST(noted(n) AS VARCHAR), noted(n) FROM n ORDER BY n";
    assertThat(calls("IMMUTABLE", sql)).isEqualTo(3);
    assertThat(session.query(sql)).isEqualTo("null | null\n1 | 1\n2 | 2\n3 | 3");
  }

  @ParameterizedTest
  @CsvSource({"IMMUTABLE, 3", "STABLE, 3", "VOLATILE, 6"})
  void aConditionGoesBelowAJoinUnlessItIsVolatile(String volatility, int calls)
      throws SQLException {
    String sql = "SELECT n.n, m.m FROM n JOIN m ON n.k = m.k WHERE noted(n.n) > 0";
    assertThat(calls(volatility, sql)).isEqualTo(calls);
  }

  @Test
  void aVolatileColumnIsComputedOnceHoweverOftenItIsUsed() throws SQLException {
    String sql = "SELECT s, s + 1 FROM (SELECT noted(n) AS s FROM n) WHERE s > 0 AND s < 3";
    assertThat(calls("VOLATILE", sql)).isEqualTo(3);
    assertThat(session.query(sql)).isEqualTo("1 | 2\n2 | 3");
  }

  /// Folded ones run while a statement is planned, once.
  @ParameterizedTest
  @CsvSource({"IMMUTABLE, 1", "STABLE, 4", "VOLATILE, 4"})
  void onlyImmutableCallsOnConstantsAreFolded(String volatility, int calls) throws SQLException {
    assertThat(calls(volatility, "SELECT noted(2) FROM n")).isEqualTo(calls);
  }
}
