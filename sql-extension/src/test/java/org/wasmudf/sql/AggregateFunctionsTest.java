package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Aggregate functions of guests in SQL, compared with SUM of the same expression.
class AggregateFunctionsTest {
  private static final String SUM =
      "CAST(coalesce(sum(price * (1 - discount) * (1 + tax)), 0) AS DECIMAL(18, 6))";

  private static final String PLAIN = "sum_charge_dec(price, discount, tax)";

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
    assertEqual(query.replace("TOTAL", PLAIN), query.replace("TOTAL", SUM));
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
        "SELECT shop, kind, TOTAL, grouping(shop) FROM sales GROUP BY ROLLUP (shop, kind) ORDER BY"
            + " 1, 2",
        "SELECT shop, kind, TOTAL FROM sales GROUP BY CUBE (shop, kind) ORDER BY 1, 2, 3",
        "SELECT shop, kind, TOTAL FROM sales GROUP BY GROUPING SETS ((shop), (kind), ()) ORDER BY"
            + " 1, 2",
        "SELECT shop, (SELECT TOTAL FROM sales WHERE kind = 1) FROM sales WHERE id < 3",
        "SELECT t.shop, u.total FROM (SELECT shop FROM sales WHERE id < 20) AS t JOIN (SELECT shop,"
            + " TOTAL AS total FROM sales GROUP BY shop) AS u ON t.shop = u.shop ORDER BY 1",
      })
  void comesToWhatSumComesTo(String query) throws SQLException {
    assertSame(query);
  }

  private void assertEqual(String ours, String builtIn) throws SQLException {
    assertThat(session.query(ours)).as(ours).isEqualTo(session.query(builtIn));
  }

  @Test
  void filtersChooseRows() throws SQLException {
    String charge = "sum(price * (1 - discount) * (1 + tax))";
    for (String condition : new String[] {"id > 100", "price > 5000", "kind = 7", "tax < 0.03"}) {
      String filter = " FILTER (WHERE " + condition + ")";
      assertEqual(
          "SELECT shop, %s%s, count(*) FROM sales GROUP BY shop ORDER BY 1"
              .formatted(PLAIN, filter),
          "SELECT shop, CAST(coalesce(%s%s, 0) AS DECIMAL(18, 6)), count(*) FROM sales GROUP BY shop ORDER BY 1"
              .formatted(charge, filter));
    }
  }

  @Test
  void distinctRowsCountOnce() throws SQLException {
    assertEqual(
        "SELECT shop, sum_charge_dec(DISTINCT 1.00, discount, tax) FROM sales GROUP BY shop ORDER"
            + " BY 1",
        "SELECT shop, CAST(sum((1 - discount) * (1 + tax)) AS DECIMAL(18, 6)) FROM"
            + " (SELECT DISTINCT shop, discount, tax FROM sales) GROUP BY shop ORDER BY 1");
    assertEqual(
        "SELECT sum_charge_dec(DISTINCT 1.00, discount, tax), count(*), sum(kind) FROM sales",
        "SELECT (SELECT CAST(sum((1 - discount) * (1 + tax)) AS DECIMAL(18, 6)) FROM"
            + " (SELECT DISTINCT discount, tax FROM sales)), count(*), sum(kind) FROM sales");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PARTITION BY shop",
        "PARTITION BY shop ORDER BY id",
        "PARTITION BY shop ORDER BY id ROWS BETWEEN 3 PRECEDING AND CURRENT ROW",
        "PARTITION BY shop ORDER BY id ROWS BETWEEN 2 PRECEDING AND 3 FOLLOWING",
        "PARTITION BY shop ORDER BY kind RANGE BETWEEN 1 PRECEDING AND CURRENT ROW",
        "PARTITION BY shop ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
        "PARTITION BY shop ORDER BY id ROWS BETWEEN 5 PRECEDING AND 3 PRECEDING",
        "",
      })
  void windowsHaveTheirFrames(String window) throws SQLException {
    assertEqual(
        "SELECT id, %s OVER (%s) FROM sales WHERE id < 200 ORDER BY id".formatted(PLAIN, window),
        """
        SELECT id,
          CAST(coalesce(sum(price * (1 - discount) * (1 + tax)) OVER (%s), 0) AS DECIMAL(18, 6))
        FROM sales WHERE id < 200 ORDER BY id\
        """
            .formatted(window));
  }

  @Test
  void argumentsAreCast() throws SQLException {
    assertThat(
            session.query(
                "SELECT sum_charge(price, discount, tax) FROM (VALUES (100, 0.5, 0), (10, 0, 1)) AS"
                    + " t (price, discount, tax)"))
        .isEqualTo("70.0");
    assertThat(
            session.query(
                "SELECT sum_charge(price, 0, 0) OVER (ORDER BY price) FROM (VALUES (100), (10)) AS"
                    + " t (price) ORDER BY 1"))
        .isEqualTo("10.0\n110.0");
  }

  @Test
  void stringsAreTakenAndReturned() throws SQLException {
    assertEqual(
        "SELECT shop, longest(CAST(price AS VARCHAR)) FROM sales GROUP BY shop ORDER BY 1",
        """
        SELECT shop, min(t) FROM (
          SELECT s.shop, CAST(s.price AS VARCHAR) AS t, m.longest
          FROM sales AS s JOIN (
            SELECT shop, max(char_length(CAST(price AS VARCHAR))) AS longest FROM sales GROUP BY shop) AS m
          ON s.shop = m.shop)
        WHERE char_length(t) = longest GROUP BY shop ORDER BY 1\
        """);
    assertThat(session.query("SELECT longest(CAST(price AS VARCHAR)) FROM sales WHERE id < 0"))
        .isEmpty();
  }
}
