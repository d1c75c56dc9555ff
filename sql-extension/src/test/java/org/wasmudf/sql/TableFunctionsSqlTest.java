package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Table functions in FROM, compared with the database's own.
class TableFunctionsSqlTest {
  private static final String MODULE = "FROM '../arrow-bridge/src/test/guests/tables.wasm'";
  private static final String ROWS = "RETURNS TABLE(n BIGINT, low INTEGER) LANGUAGE WASM ";

  private SqlSession session;

  @BeforeEach
  void createFunctions() throws SQLException {
    session = SqlSession.open("jdbc:wasmudf:");
    session.update("CREATE TABLE t AS SELECT x AS x FROM SYSTEM_RANGE(0, 3)");
    session.update("INSERT INTO t VALUES (NULL)");
    session.update("CREATE TABLE u AS SELECT x AS x FROM SYSTEM_RANGE(0, 19999)");
    session.update(
        "CREATE TABLE FUNCTION series(n BIGINT, batch INTEGER) " + ROWS + "IMMUTABLE " + MODULE);
  }

  @AfterEach
  void close() throws SQLException {
    session.close();
  }

  @Test
  void rowsAreThoseOfTheGuest() throws SQLException {
    assertThat(session.query("SELECT * FROM TABLE(series(3, 2))")).isEqualTo("0 | 0\n1 | 1\n2 | 2");
    assertThat(session.query("SELECT COUNT(*), SUM(n) FROM TABLE(series(20000, 8192)) AS s"))
        .isEqualTo(session.query("SELECT COUNT(*), SUM(x) FROM u"));
  }

  @Test
  void argumentsAreThoseOfTheRowBefore() throws SQLException {
    String expected = "1 | 0\n2 | 0\n2 | 1\n3 | 0\n3 | 1\n3 | 2";
    assertThat(
            session.query("SELECT x, n FROM t, LATERAL TABLE(series(t.x, 2)) AS s ORDER BY x, n"))
        .isEqualTo(expected);
    assertThat(
            session.query(
                """
                SELECT x, n FROM t LEFT JOIN LATERAL TABLE(series(t.x, 2)) AS s ON TRUE
                WHERE x < 2 OR x IS NULL ORDER BY x, n\
                """))
        .isEqualTo("null | null\n0 | null\n1 | 0");
    assertThat(session.query("SELECT s.low FROM TABLE(series(CAST(? AS BIGINT), 5)) AS s", 2))
        .isEqualTo("0\n1");
  }

  @Test
  void rowsThatNeverEndAreEndedByLimit() throws SQLException {
    assertThat(session.query("SELECT n FROM TABLE(series(9223372036854775807, 1000)) AS s LIMIT 3"))
        .isEqualTo("0\n1\n2");
  }

  @Test
  void guestThatFailsFailsTheStatement() throws SQLException {
    assertThat(session.failure("SELECT * FROM TABLE(series(-1, 2))"))
        .isEqualTo("38000 function SERIES: no such series");
    assertThat(session.failure("SELECT x, n FROM t, LATERAL TABLE(series(t.x - 1, 2)) AS s"))
        .isEqualTo("38000 function SERIES: no such series");
    assertThat(session.failure("SELECT * FROM TABLE(series(20000, 9000))"))
        .isEqualTo("22003 function SERIES: its next returned 9,000 rows, not 0 to 8,192");
    assertThat(session.query("SELECT n FROM TABLE(series(1, 2)) AS s")).isEqualTo("0");
  }

  @Test
  void rowsThatNeverEndAreEndedByATimeout() throws SQLException {
    try (Statement statement = session.connection().createStatement()) {
      statement.setQueryTimeout(1);
      assertThatThrownBy(
              () ->
                  statement.executeQuery(
                      "SELECT COUNT(*) FROM TABLE(series(9223372036854775807, 8192)) AS s"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
    }
    assertThat(session.query("SELECT n FROM TABLE(series(1, 2)) AS s")).isEqualTo("0");
  }

  @Test
  void tenantsCallWhatTheyWereGranted() throws SQLException {
    String url = "jdbc:wasmudf:jdbc:h2:mem:tables;DB_CLOSE_DELAY=-1";
    String query = "SELECT n FROM TABLE(series(1, 2)) AS s";
    try (SqlSession owner = SqlSession.open(url)) {
      owner.update("CREATE TENANT acme");
      owner.update("CREATE TABLE FUNCTION series(n BIGINT, batch INTEGER) " + ROWS + MODULE);
      try (SqlSession acme = SqlSession.open(url, "acme")) {
        assertThat(acme.failure(query)).isNotEqualTo("it worked");
        owner.update("GRANT EXECUTE ON FUNCTION series TO TENANT acme");
        assertThat(acme.query(query)).isEqualTo("0");
        assertThat(acme.query("SHOW TENANTS")).contains(" | 4 | 2 | ");
        owner.update("REVOKE EXECUTE ON FUNCTION series FROM TENANT acme");
        assertThat(acme.failure(query)).isNotEqualTo("it worked");
      }
      owner.update("DROP TENANT acme");
    }
  }

  @Test
  void kindIsShownAndFunctionsAreDropped() throws SQLException {
    assertThat(session.query("SHOW FUNCTIONS"))
        .startsWith(
            "SERIES | N BIGINT, BATCH INTEGER | TABLE(N BIGINT, LOW INTEGER) | TABLE | IMMUTABLE"
                + " | ");
    session.update("DROP FUNCTION series");
    assertThat(session.failure("SELECT * FROM TABLE(series(3, 2))")).isNotEqualTo("it worked");
  }

  @Test
  void wrongStatementsAreRefused() {
    String parameters = "INTEGER, ".repeat(64) + "INTEGER";
    assertThat(
            session.failure("CREATE TABLE FUNCTION f(%s) %s%s".formatted(parameters, ROWS, MODULE)))
        .contains("function F has 65 parameters, at most 64 are allowed");
    assertThat(session.failure("SELECT series(1, 2) FROM t")).startsWith("42883 ");
    assertThat(
            session.failure(
                "CREATE TABLE FUNCTION f() RETURNS TABLE(n BIGINT, n BIGINT) LANGUAGE WASM "
                    + MODULE))
        .contains("column N is given twice");
    assertThat(
            session.failure(
                "CREATE TABLE FUNCTION f(x BIGINT) " + ROWS + "EXTERNAL NAME 'spin' " + MODULE))
        .contains("needs an export of type (i64) -> i32, but 'spin__open' has the type () -> i32");
  }
}
