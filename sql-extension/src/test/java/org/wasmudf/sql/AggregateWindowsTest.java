package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What guests are given of windows' frames, for a tenant that may have one instance.
class AggregateWindowsTest {
  private static final String URL = "jdbc:wasmudf:jdbc:h2:mem:windows;DB_CLOSE_DELAY=-1";
  private static final Path GUESTS = Path.of("../arrow-bridge/src/test/guests/aggregates.wasm");

  private SqlSession owner;
  private SqlSession tenant;

  @BeforeEach
  void open() throws SQLException, IOException {
    owner = SqlSession.open(URL);
    owner.update(
        """
        CREATE TABLE n AS
        SELECT x AS n, MOD(x * 7919, 100) AS v, CASE WHEN MOD(x, 5) > 0 THEN MOD(x * 31, 7) END AS w
        FROM SYSTEM_RANGE(1, 3000)\
        """);
    owner.update("CREATE TENANT single WITH (instances = 1, deadline.ms = 2000)");
    tenant = SqlSession.open(URL, "single");
    String wasm = HexFormat.of().formatHex(Files.readAllBytes(GUESTS));
    for (String name : new String[] {"low", "moves", "sum", "update_traps"}) {
      tenant.update(
          "CREATE AGGREGATE FUNCTION f_%s(n BIGINT) RETURNS BIGINT LANGUAGE WASM EXTERNAL NAME '%s' AS X'%s'"
              .formatted(name, name, wasm));
    }
  }

  @AfterEach
  void close() throws SQLException {
    tenant.close();
    owner.update("DROP TENANT single");
    owner.update("DROP TABLE n");
    owner.close();
  }

  @Test
  void aFrameThatMovesGivesWhatEntersAndTakesWhatLeaves() throws SQLException {
    assertThat(
            tenant.query(
                "SELECT n, f_moves(n) OVER (ORDER BY n ROWS 3 PRECEDING) FROM n WHERE n < 7 ORDER"
                    + " BY n"))
        .isEqualTo("1 | 1000000\n2 | 2000000\n3 | 3000000\n4 | 4000000\n5 | 5000001\n6 | 6000002");
  }

  @Test
  void aFrameThatGrowsGivesEachRowOnce() throws SQLException {
    assertThat(
            tenant.query(
                "SELECT max(m) FROM (SELECT f_moves(n) OVER (ORDER BY n) AS m FROM n) AS t"))
        .isEqualTo("3000000000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ORDER BY n",
        "ORDER BY n ROWS 10 PRECEDING",
        "ORDER BY n ROWS BETWEEN 5 PRECEDING AND 5 FOLLOWING",
        "ORDER BY n ROWS BETWEEN 9 PRECEDING AND 7 PRECEDING",
        "ORDER BY n ROWS BETWEEN CURRENT ROW AND 40 FOLLOWING",
        "PARTITION BY v ORDER BY n ROWS 2 PRECEDING",
        "PARTITION BY v",
        "ORDER BY v RANGE BETWEEN 3 PRECEDING AND CURRENT ROW",
        "PARTITION BY w ORDER BY v, n ROWS BETWEEN 4 PRECEDING AND 1 FOLLOWING",
      })
  void comesToWhatSumAndMinComeTo(String window) throws SQLException {
    String where = " FROM n WHERE n <= 700 ORDER BY n";
    assertThat(tenant.query("SELECT n, f_sum(w) OVER (" + window + ")" + where))
        .isEqualTo(tenant.query("SELECT n, coalesce(sum(w) OVER (" + window + "), 0)" + where));
    assertThat(tenant.query("SELECT n, f_low(w) OVER (" + window + ")" + where))
        .isEqualTo(tenant.query("SELECT n, coalesce(min(w) OVER (" + window + "), 0)" + where));
  }

  @Test
  void aWindowOverAWindowAndAGroupOverThatNeedOneInstanceAtATime() throws SQLException {
    assertThat(
            tenant.query(
                """
                SELECT f_sum(b) FROM (
                  SELECT f_low(a) OVER (ORDER BY n ROWS 1 PRECEDING) AS b FROM (
                    SELECT n, f_sum(n) OVER (ORDER BY n ROWS 1 PRECEDING) AS a FROM n WHERE n < 5
                  ) AS x) AS y\
                """))
        .isEqualTo("10");
  }

  @Test
  void aWindowThatFailsLeavesNoInstanceBehind() throws SQLException {
    for (int i = 0; i < 3; i++) {
      assertThat(tenant.failure("SELECT f_update_traps(n) OVER (ORDER BY n) FROM n"))
          .startsWith("38001 function F_UPDATE_TRAPS: trap: unreachable");
      assertThat(tenant.query("SELECT f_sum(n) OVER () FROM n WHERE n < 4")).isEqualTo("6\n6\n6");
    }
  }
}
