package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An aggregate function that is called on NULL input and may return NULL: 1,000 for each NULL and
/// the sum of the others, or NULL where no NULL has come.
class NullAggregateTest {
  private static final String NULLS =
      "CASE WHEN COUNT(n) < COUNT(*) THEN 1000 * (COUNT(*) - COUNT(n)) + COALESCE(SUM(n), 0) END";

  private SqlSession session;

  @BeforeEach
  void open() throws SQLException {
    session = SqlSession.open("jdbc:wasmudf:");
    session.update(
        "CREATE AGGREGATE FUNCTION nulls(n BIGINT) RETURNS BIGINT LANGUAGE WASM"
            + " CALLED ON NULL INPUT FROM 'src/test/guests/null-counter.wasm'");
    session.update("CREATE TABLE t (id INT PRIMARY KEY, g INT, n BIGINT)");
    session.update(
        "INSERT INTO t VALUES (1, 1, 5), (2, 1, NULL), (3, 1, 7), (4, 2, 1), (5, 2, 2),"
            + " (6, 3, NULL), (7, 3, NULL)");
  }

  @AfterEach
  void close() throws SQLException {
    session.close();
  }

  @Test
  void groups() throws SQLException {
    String grouped = "SELECT g, %s FROM t GROUP BY g ORDER BY g";
    assertThat(session.query(grouped.formatted("nulls(n)")))
        .isEqualTo("1 | 1012\n2 | null\n3 | 2000")
        .isEqualTo(session.query(grouped.formatted(NULLS)));
  }

  @Test
  void rowsThatAreFilteredOutAreNone() throws SQLException {
    assertThat(session.query("SELECT nulls(n) FILTER (WHERE id > 6), nulls(n) FROM t"))
        .isEqualTo("1000 | 3015");
    assertThat(session.query("SELECT nulls(n) FROM t WHERE id > 7")).isEqualTo("null");
  }

  @Test
  void windows() throws SQLException {
    assertThat(
            session.query(
                "SELECT id, nulls(n) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)"
                    + " FROM t ORDER BY id"))
        .isEqualTo("1 | null\n2 | 1005\n3 | 1007\n4 | null\n5 | null\n6 | 1002\n7 | 2000");
  }
}
