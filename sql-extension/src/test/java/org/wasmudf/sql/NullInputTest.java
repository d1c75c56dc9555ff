package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Functions that are called on NULL input, and functions that return NULL, in statements.
final class NullInputTest {
  private static final String FROM = " FROM 'src/test/guests/nulls.wasm'";
  private static final String FIRST_OF =
      "CREATE FUNCTION first_of(a BIGINT, b BIGINT) RETURNS BIGINT LANGUAGE WASM"
          + " CALLED ON NULL INPUT IMMUTABLE"
          + FROM;
  private static final String NULLS =
      "CREATE FUNCTION nulls(a BIGINT, b VARCHAR) RETURNS INTEGER LANGUAGE WASM IMMUTABLE"
          + " CALLED ON NULL INPUT"
          + FROM;
  private static final String POSITIVE =
      "CREATE FUNCTION positive(a BIGINT) RETURNS BIGINT LANGUAGE WASM IMMUTABLE"
          + " RETURNS NULL ON NULL INPUT"
          + FROM;
  private static final String FILLED =
      "CREATE FUNCTION filled(a VARCHAR) RETURNS VARCHAR LANGUAGE WASM IMMUTABLE" + FROM;

  private SqlSession session;

  @BeforeEach
  void open() throws SQLException {
    session = SqlSession.open("jdbc:wasmudf:");
    for (String each : new String[] {FIRST_OF, NULLS, POSITIVE, FILLED}) {
      session.update(each);
    }
    session.update("CREATE TABLE t (id INT PRIMARY KEY, a BIGINT, b BIGINT, s VARCHAR(9))");
    session.update(
        "INSERT INTO t VALUES (1, 5, 6, 'x'), (2, NULL, 6, ''), (3, 5, NULL, NULL),"
            + " (4, NULL, NULL, NULL), (5, 0, 0, '')");
  }

  @AfterEach
  void close() throws SQLException {
    session.close();
  }

  /// COALESCE, NULLIF and IS NULL are SQL's own words for what the functions do.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "first_of(a, b) = COALESCE(a, b)",
        "nulls(a, s) = CASE WHEN a IS NULL THEN 1 ELSE 0 END + CASE WHEN s IS NULL THEN 1 ELSE 0"
            + " END",
        "positive(a) = NULLIF(a, 0)",
        "filled(s) = NULLIF(s, '')",
        "first_of(positive(a), b) = COALESCE(NULLIF(a, 0), b)",
        "positive(first_of(a, b)) = NULLIF(COALESCE(a, b), 0)",
        "nulls(positive(a), filled(s)) = CASE WHEN NULLIF(a, 0) IS NULL THEN 1 ELSE 0 END"
            + " + CASE WHEN NULLIF(s, '') IS NULL THEN 1 ELSE 0 END",
        "first_of(NULL, b) = b",
        "first_of(a, 7) = COALESCE(a, 7)",
        "nulls(NULL, CAST(NULL AS VARCHAR)) = 2",
        "nulls(1, 'a') = 0",
        "positive(0) = CAST(NULL AS BIGINT)",
        "positive(4) = 4",
        "COALESCE(positive(a), 9) = COALESCE(NULLIF(a, 0), 9)",
        "CASE WHEN positive(a) IS NULL THEN 1 ELSE 2 END"
            + " = CASE WHEN NULLIF(a, 0) IS NULL THEN 1 ELSE 2 END",
        "first_of(a + b, b) = COALESCE(a + b, b)",
        "UPPER(filled(s)) = UPPER(NULLIF(s, ''))",
      })
  void isWhatSqlSays(String equation) throws SQLException {
    String[] sides = equation.split(" = ", 2);
    assertThat(session.query("SELECT id, " + sides[0] + " FROM t ORDER BY id"))
        .isEqualTo(session.query("SELECT id, " + sides[1] + " FROM t ORDER BY id"));
    assertThat(session.query("SELECT id FROM t WHERE " + sides[0] + " IS NULL ORDER BY id"))
        .isEqualTo(session.query("SELECT id FROM t WHERE " + sides[1] + " IS NULL ORDER BY id"));
  }

  /// Joins evaluate their conditions row by row.
  @Test
  void rowByRow() throws SQLException {
    String join = "SELECT t.id, u.id FROM t LEFT JOIN t u ON %s ORDER BY t.id, u.id NULLS FIRST";
    for (String[] each :
        new String[][] {
          {"first_of(t.a + u.a, u.b) > 5", "COALESCE(t.a + u.a, u.b) > 5"},
          {"positive(t.a + u.a) IS NULL", "NULLIF(t.a + u.a, 0) IS NULL"},
          {"nulls(t.a + u.a, u.s) = 2", "t.a + u.a IS NULL AND u.s IS NULL"},
          {"filled(t.s || u.s) IS NULL", "NULLIF(t.s || u.s, '') IS NULL"}
        }) {
      assertThat(session.query(join.formatted(each[0])))
          .isEqualTo(session.query(join.formatted(each[1])));
    }
  }

  @Test
  void parameters() throws SQLException {
    String query = "SELECT first_of(CAST(? AS BIGINT), b), positive(?), nulls(?, s) FROM t";
    assertThat(session.query(query + " WHERE id = 1", null, 0L, null)).isEqualTo("6 | null | 1");
    assertThat(session.query(query + " WHERE id = 4", 3L, 3L, 3L)).isEqualTo("3 | 3 | 1");
  }

  @Test
  void nullabilityIsTold() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:wasmudf:");
        Statement statement = connection.createStatement()) {
      for (String each : new String[] {NULLS, POSITIVE}) {
        statement.execute(each);
      }
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT nulls(a, s), positive(7 * b), a FROM (VALUES (CAST(NULL AS BIGINT), 2,"
                  + " 'x')) v(a, b, s)")) {
        ResultSetMetaData columns = rows.getMetaData();
        assertThat(columns.isNullable(1)).isEqualTo(ResultSetMetaData.columnNoNulls);
        assertThat(columns.isNullable(2)).isEqualTo(ResultSetMetaData.columnNullable);
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(1);
        assertThat(rows.getLong(2)).isEqualTo(14);
      }
    }
  }

  @Test
  void conditionsOfAggregatesAndInserts() throws SQLException {
    assertThat(session.query("SELECT COUNT(positive(a)), SUM(first_of(a, b)), COUNT(*) FROM t"))
        .isEqualTo("2 | 16 | 5");
    assertThat(session.query("SELECT positive(a), COUNT(*) FROM t GROUP BY positive(a) ORDER BY 2"))
        .isEqualTo("5 | 2\nnull | 3");
    session.update("INSERT INTO t (id, a) SELECT id + 10, positive(a) FROM t");
    assertThat(session.query("SELECT COUNT(*), COUNT(a) FROM t WHERE id > 10")).isEqualTo("5 | 2");
  }

  @Test
  void singleFunctionTakesAndReturnsNull() throws SQLException {
    Path file = Path.of("src/test/guests/nulls.wasm");
    assertThat(SingleFunction.of("positive(BIGINT) RETURNS BIGINT", file).call(List.of(0L)))
        .isNull();
    assertThat(
            SingleFunction.of("positive(BIGINT) RETURNS BIGINT", file)
                .call(Collections.singletonList(null)))
        .isNull();
  }

  @Test
  void contradictionsAndWrongTypesAreRefused() throws SQLException {
    assertThat(
            session.failure(
                "CREATE FUNCTION f(a BIGINT) RETURNS BIGINT LANGUAGE WASM CALLED ON NULL INPUT"
                    + " RETURNS NULL ON NULL INPUT"
                    + FROM))
        .startsWith("42601 ")
        .contains("what happens on NULL input (RETURNS NULL or CALLED) is given twice");
    assertThat(
            session.failure(
                "CREATE FUNCTION positive(a INTEGER) RETURNS BIGINT LANGUAGE WASM"
                    + " CALLED ON NULL INPUT"
                    + FROM))
        .contains(
            "POSITIVE(INTEGER) RETURNS BIGINT CALLED ON NULL INPUT needs an export of type (i32,"
                + " i32, i32) -> i64");
    assertThat(session.query("SELECT positive(2)")).isEqualTo("2");
  }
}
