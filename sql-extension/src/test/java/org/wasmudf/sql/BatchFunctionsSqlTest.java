package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Functions for batches in statements, compared with SQL's own arithmetic.
class BatchFunctionsSqlTest {
  private SqlSession session;

  @BeforeEach
  void createFunctions() throws SQLException {
    session = SqlSession.open("jdbc:wasmudf:");
    session.update("CREATE TABLE n AS SELECT x AS n, 'a' || x AS s FROM SYSTEM_RANGE(1, 3)");
    session.update("INSERT INTO n VALUES (NULL, 'b')");
    create("twice(x BIGINT) RETURNS BIGINT", "IMMUTABLE");
    create("trap(x BIGINT) RETURNS BIGINT", "IMMUTABLE");
    create("yes(b BOOLEAN) RETURNS BOOLEAN", "IMMUTABLE EXTERNAL NAME 'echo'");
    create("same(s VARCHAR) RETURNS VARCHAR", "VOLATILE EXTERNAL NAME 'echo'");
  }

  private void create(String signature, String options) throws SQLException {
    session.update(
        "CREATE FUNCTION %s LANGUAGE WASM %s FROM '../arrow-bridge/src/test/guests/batch.wasm'"
            .formatted(signature, options));
  }

  @AfterEach
  void close() throws SQLException {
    session.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 8192, 8193, 20000})
  void everyRowIsComputed(int rows) throws SQLException {
    session.update(
        "CREATE TABLE many AS SELECT NULLIF(x, 7) AS n FROM SYSTEM_RANGE(1, %d)".formatted(rows));
    assertThat(
            session.query(
                "SELECT COUNT(*), COUNT(d), SUM(d) FROM (SELECT twice(n) AS d FROM many) AS t"))
        .isEqualTo(session.query("SELECT COUNT(*), COUNT(n), SUM(2 * n) FROM many"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT twice(n) FROM n",
        "SELECT twice(n + 1) * 2 - n FROM n",
        "SELECT twice(twice(n)), n FROM n",
        "SELECT twice(CHAR_LENGTH(s)) FROM n",
        "SELECT twice(CHAR_LENGTH(same(s))) + 1 FROM n",
        "SELECT twice(n) FROM n WHERE twice(n) > 2",
        "SELECT twice(n) + 1, n FROM n WHERE twice(n) > 2 AND s LIKE 'a%'",
        "SELECT n FROM n WHERE twice(n) > 0 AND yes(twice(n) < 5) ORDER BY twice(n)",
        "SELECT twice(CHAR_LENGTH(s)), n FROM n WHERE twice(CHAR_LENGTH(s)) > 2 ORDER BY n",
        "SELECT n FROM n WHERE yes(n > 1)",
        "SELECT n FROM n WHERE s LIKE 'a%' AND yes(twice(n) = 4)",
        "SELECT CASE WHEN n > 1 THEN twice(n) END FROM n",
        "SELECT CASE WHEN s LIKE '%2' THEN twice(n) ELSE 0 END FROM n",
        "SELECT CASE WHEN s LIKE '%2' THEN twice(CHAR_LENGTH(s)) END FROM n",
        "SELECT COALESCE(twice(n), -1) FROM n",
        "SELECT twice(21), twice(CAST(NULL AS BIGINT)) FROM n",
        "SELECT SUM(twice(n)) FROM n GROUP BY twice(n) > 2 ORDER BY 1",
        "SELECT a.n FROM n AS a JOIN n AS b ON twice(a.n) = b.n + 1",
        "SELECT same(s) || 'x', UPPER(same(s)) FROM n"
      })
  void callMeansWhatItsTwinMeans(String sql) throws SQLException {
    String twin =
        sql.replace("twice(twice(n))", "4 * n")
            .replaceAll("twice\\(((?:[^()]|\\([^()]*(?:\\([^()]*\\))?[^()]*\\))*)\\)", "(2 * ($1))")
            .replaceAll("(yes|same)\\(", "(");
    assertThat(session.query(sql)).isEqualTo(session.query(twin)).isNotEmpty();
  }

  @Test
  void callRunsForTheRowsThatReachIt() throws SQLException {
    assertThat(session.query("SELECT CASE WHEN n > 9 THEN trap(n) ELSE n END FROM n"))
        .isEqualTo("1\n2\n3\nnull");
    assertThat(session.query("SELECT n FROM n WHERE n > 9 AND trap(n) = 1")).isEmpty();
    assertThat(session.failure("SELECT CASE WHEN n > 2 THEN trap(n) ELSE n END FROM n"))
        .startsWith("38001 function TRAP: ");
    assertThat(session.query("SELECT twice(n) FROM n WHERE n = 1")).isEqualTo("2");
  }

  @Test
  void operatorsOverBatchesCallIt() throws SQLException {
    for (String each :
        new String[] {
          "SELECT CASE WHEN n > 1 THEN twice(n) END FROM n",
          "SELECT twice(CHAR_LENGTH(s)) + 1 FROM n",
          "SELECT n FROM n WHERE yes(n > 1)"
        }) {
      String plan = session.query("EXPLAIN PLAN FOR " + each);
      assertThat(plan).containsAnyOf("ArrowProject", "ArrowColumns");
      for (String line : plan.lines().toList()) {
        assertThat(line.contains("Enumerable") && line.matches(".*(TWICE|YES).*"))
            .as(plan)
            .isFalse();
      }
    }
  }

  /// 40 MB of strings, of which the guest gets at most 16 MiB at once.
  @Test
  void batchIsDividedWhereTheGuestHasNoRoomForIt() throws SQLException {
    session.update(
        "CREATE TABLE long AS SELECT REPEAT('x', 100000 + x) AS s FROM SYSTEM_RANGE(1, 400)");
    assertThat(session.query("SELECT COUNT(*), SUM(CHAR_LENGTH(same(s))) FROM long"))
        .isEqualTo("400 | " + (400 * 100_000 + 200 * 401));
    assertThat(
            session.query(
                "SELECT COUNT(r) FROM (SELECT CASE WHEN s <> 'x' THEN same(s) END AS r FROM long)"
                    + " AS t"))
        .isEqualTo("400");
  }

  @Test
  void parametersAreConstants() throws SQLException {
    assertThat(session.query("SELECT twice(CAST(? AS BIGINT)) FROM n WHERE n < 3", 21))
        .isEqualTo("42\n42");
  }

  @Test
  void functionsOfBothKindsAreShown() throws SQLException {
    session.update(Guests.QUOTIENT);
    assertThat(session.query("SHOW FUNCTIONS"))
        .containsPattern("QUOTIENT .* \\| SCALAR \\| VOLATILE \\| ")
        .containsPattern("TWICE .* \\| SCALAR \\| IMMUTABLE \\| ");
  }
}
