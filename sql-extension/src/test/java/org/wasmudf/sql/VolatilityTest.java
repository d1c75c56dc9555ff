package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
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

  /// For the table's 1, 2 and 3 one call each, and where there are more they are others.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          3; SELECT noted(n) FROM n WHERE noted(n) > 1
          3; SELECT noted(n) + 1, noted(n), n FROM n WHERE noted(n) > 1 AND noted(n) < 5
          3; SELECT n FROM n WHERE noted(n) < 3 ORDER BY noted(n) DESC
          3; SELECT n FROM n WHERE noted(n) BETWEEN 2 AND 3 ORDER BY noted(n)
          3; SELECT noted(n), count(*) FROM n WHERE noted(n) > 2 GROUP BY noted(n)
          3; SELECT count(*) FROM n WHERE noted(n) > 1 GROUP BY noted(n) HAVING noted(n) < 3
          3; SELECT noted(n) FROM n WHERE noted(n) IS NULL
          3; SELECT coalesce(noted(n), 7) FROM n WHERE noted(n) IS NULL OR n > 2 ORDER BY n
          4; SELECT noted(noted(n)) FROM n WHERE noted(n) > 2
          3; SELECT s FROM (SELECT noted(n) AS s FROM n) WHERE s > 1
          3; SELECT CASE WHEN k = 1 THEN noted(n) END FROM n WHERE noted(n) > 2
          2; SELECT noted(n) FROM n WHERE noted(n) > 2 AND n > 1
          2; SELECT noted(n) FROM n WHERE n > 1 AND noted(n) > 2
          2; SELECT noted(n) FROM n WHERE n + k > 2 AND noted(n) > 2
          2; SELECT noted(n) FROM n WHERE 6 / n < 4 AND noted(n) > 2
          2; SELECT noted(n) FROM (SELECT * FROM n WHERE n > 0 ORDER BY n FETCH FIRST 2 ROWS ONLY) WHERE noted(n) > 1
          5; SELECT noted(n), noted(k) FROM n WHERE noted(n) > 1 AND noted(k) = 1
          3; SELECT noted(n) || '!' FROM n WHERE CAST(noted(n) AS VARCHAR) LIKE '3%'
          3; SELECT n.n, m FROM n JOIN m ON noted(n.n) = m.m WHERE noted(n.n) > 1
          3; SELECT noted(char_length(CAST(n AS VARCHAR)) + 1) FROM n WHERE noted(char_length(CAST(n AS VARCHAR)) + 1) > 1
          """)
  void aCallOfTheConditionIsNotRepeatedAbove(int calls, String sql) throws SQLException {
    assertThat(calls("VOLATILE", sql)).isGreaterThanOrEqualTo(calls);
    String rows = session.query(sql);
    for (String volatility : List.of("IMMUTABLE", "STABLE")) {
      assertThat(calls(volatility, sql)).as("%s %s", volatility, sql).isEqualTo(calls);
      assertThat(session.query(sql)).as(sql).isEqualTo(rows).isNotEmpty();
    }
  }

  /// Of what a condition calls for some rows only, the others are spared.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          4; SELECT noted(n) FROM n WHERE n > 2 OR noted(n) < 2
          3; SELECT noted(n) FROM n WHERE CASE WHEN n < 3 THEN noted(n) > 1 END
          """)
  void aCallThatTheConditionDoesntReachForEveryRowStaysWhereItIs(int calls, String sql)
      throws SQLException {
    String rows = "";
    for (String volatility : List.of("VOLATILE", "IMMUTABLE")) {
      assertThat(calls(volatility, sql)).as(volatility).isEqualTo(calls);
      rows = rows.isEmpty() ? session.query(sql) : rows;
      assertThat(session.query(sql)).isEqualTo(rows).isNotEmpty();
    }
  }

  @Test
  void noCallFailsThatWouldntHaveBeenMade() throws SQLException {
    session.update("INSERT INTO n VALUES (13, 0), (13, 1)");
    for (String condition :
        new String[] {
          "n <> 13 AND noted(n) > 1",
          "noted(n) > 1 AND n <> 13",
          "n + 0 <> 13 AND noted(n) > 1",
          "(n = 13 AND k = 0 OR noted(n) > 1) AND n <> 13",
          "CASE WHEN n < 13 THEN noted(n) > 1 END"
        }) {
      String sql = "SELECT noted(n) FROM n WHERE %s ORDER BY 1".formatted(condition);
      assertThat(calls("IMMUTABLE", "SELECT n FROM n WHERE n = 1")).isZero();
      assertThat(session.query(sql)).as(condition).isEqualTo("2\n3");
    }
    assertThat(session.failure("SELECT noted(n) FROM n WHERE noted(n) > 1"))
        .startsWith("38001 function NOTED");
    assertThat(session.query("SELECT noted(n) FROM n WHERE n < 13 AND noted(n) > 2"))
        .isEqualTo("3");
  }

  @Test
  void whatIsCheapIsDecidedFirstAndInTheDatabase() throws SQLException {
    assertThat(calls("IMMUTABLE", "SELECT 1 FROM n")).isZero();
    for (String condition : new String[] {"k = 1 AND noted(n) > 1", "noted(n) > 1 AND k = 1"}) {
      String plan =
          session.query("EXPLAIN SELECT noted(n) + 1, noted(n) FROM n WHERE " + condition);
      assertThat(plan)
          .containsSubsequence(
              "ArrowProject", "ArrowFilter", "ArrowColumns", "JdbcFilter(condition=[=($1, 1)])")
          .containsOnlyOnce("NOTED(");
    }
    assertThat(session.query("EXPLAIN SELECT noted(n) FROM n WHERE n * 1.5 > k AND noted(n) > 1"))
        .containsSubsequence("ArrowColumns", "Filter")
        .containsOnlyOnce("NOTED(");
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
