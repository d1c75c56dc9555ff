package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Aggregate functions of guests in SQL, compared with SUM of the same expression.
class AggregateFunctionsTest {
  private static final String SUM =
      "CAST(coalesce(sum(price * (1 - discount) * (1 + tax)), 0) AS DECIMAL(18, 6))";

  private SqlSession session;

  @BeforeEach
  void connect() throws SQLException {
    session = SqlSession.open("jdbc:wasmudf:");
    session.update(Guests.SUM_CHARGE_DEC);
    session.update(Guests.SUM_CHARGE);
    session.update(Guests.LONGEST);
    session.update(
        """
        CREATE TABLE sales AS
        SELECT x AS id, CAST(MOD(x, 7) AS INTEGER) AS shop, CAST(MOD(x, 3) AS INTEGER) AS kind,
          CASE WHEN MOD(x, 11) = 0 THEN NULL ELSE CAST(x * 1.25 AS DECIMAL(15, 2)) END AS price,
          CAST(MOD(x, 10) / 100.0 AS DECIMAL(15, 2)) AS discount,
          CASE WHEN MOD(x, 13) = 0 THEN NULL ELSE CAST(MOD(x, 8) / 100.0 AS DECIMAL(15, 2)) END AS tax
        FROM system_range(1, 20000)\
        """);
  }

  @AfterEach
  void disconnect() throws SQLException {
    session.close();
  }

  private void assertSame(String query) throws SQLException {
    String ours = query.replace("TOTAL", "sum_charge_dec(price, discount, tax)");
    assertThat(session.query(ours)).as(query).isEqualTo(session.query(query.replace("TOTAL", SUM)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT TOTAL FROM sales",
        "SELECT shop, TOTAL FROM sales GROUP BY shop ORDER BY shop",
        "SELECT shop, kind, count(*), TOTAL, max(price) FROM sales GROUP BY shop, kind ORDER BY 1,"
            + " 2",
        "SELECT shop, TOTAL FROM sales GROUP BY shop HAVING TOTAL > 10000000 ORDER BY shop",
        "SELECT id, TOTAL FROM sales GROUP BY id ORDER BY id",
        "SELECT TOTAL FROM sales WHERE id < 0",
        "SELECT shop, TOTAL FROM sales WHERE id < 0 GROUP BY shop",
      })
  void comesToWhatSumComesTo(String query) throws SQLException {
    assertSame(query);
  }
}
