package org.wasmudf.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.arrow.LinearMemory;

/// The same queries over the same rows, once in batches and once by Calcite's own operators.
class ArrowOperatorsTest {
  private static final long SEED = 20_261_121;
  private static final int ROWS = 3_000;

  private static BufferAllocator allocator;
  private static TestConnection ours;
  private static TestConnection calcites;

  @BeforeAll
  static void open() throws SQLException {
    allocator = LinearMemory.shared().allocator().newChildAllocator("test", 0, Long.MAX_VALUE);
    TestRows rows = TestRows.random(SEED, ROWS);
    ours = TestConnection.open().with("t", rows.arrow(allocator, 1_000));
    calcites = TestConnection.open().with("t", rows.scannable());
  }

  @AfterAll
  static void close() throws SQLException {
    ours.close();
    calcites.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM t",
        "SELECT name, id FROM t",
        "SELECT id, 5, 'text', CAST(NULL AS DOUBLE), DATE '2020-02-29', X'0aff', TRUE, 1.50 FROM t",
        "SELECT count(*) FROM t",
        "SELECT count(*), count(flag), count(text), count(wide) FROM t",
        "SELECT sum(tiny), sum(small), sum(whole), sum(big), sum(money), sum(wide), sum(dbl) FROM"
            + " t",
        "SELECT min(flag), min(tiny), min(small), min(whole), min(big), min(single), min(dbl) FROM"
            + " t",
        "SELECT max(flag), max(tiny), max(small), max(whole), max(big), max(single), max(dbl) FROM"
            + " t",
        "SELECT min(money), max(money), min(wide), max(wide), min(born), max(born) FROM t",
        "SELECT min(clock), max(clock), min(moment), max(moment), min(text), max(text) FROM t",
        "SELECT count(DISTINCT key), count(DISTINCT text), sum(DISTINCT tiny) FROM t",
        "SELECT key, count(*), sum(whole), sum(money), min(text), max(wide), sum(dbl) FROM t GROUP"
            + " BY key",
        "SELECT name, count(*), sum(big), sum(wide), max(moment), min(small) FROM t GROUP BY name",
        "SELECT text, key, flag, count(*), count(whole) FROM t GROUP BY text, key, flag",
        "SELECT wide, bytes, born, clock, moment, count(*) FROM t GROUP BY wide, bytes, born,"
            + " clock, moment",
        "SELECT big, dbl, single, money, tiny, small, sum(id) FROM t GROUP BY big, dbl, single,"
            + " money, tiny, small",
        "SELECT DISTINCT key, flag FROM t",
        "SELECT key, sum(id) FILTER (WHERE flag), count(*) FILTER (WHERE flag) FROM t GROUP BY key",
        "SELECT flag, key, sum(id), grouping(flag, key) FROM t GROUP BY GROUPING SETS ((flag, key),"
            + " (key), ())",
        "SELECT key, name, flag, count(*), count(text), sum(whole), sum(money), sum(wide),"
            + " sum(dbl), min(text), max(bytes), min(wide), max(wide), min(single), max(dbl),"
            + " max(moment), sum(id) FILTER (WHERE flag), min(tiny) FILTER (WHERE id > 2500),"
            + " grouping(key, name, flag) FROM t GROUP BY CUBE (key, name, flag)",
        "SELECT born, text, id, count(*), sum(small), max(text), sum(big) FROM t GROUP BY"
            + " ROLLUP (born, text, id)",
        "SELECT key, text, flag, wide, count(*), sum(money), min(bytes) FROM t GROUP BY GROUPING"
            + " SETS ((key, text), (text, flag, wide), (flag, key), (text), (flag), (key), ())",
        "SELECT key, flag, count(*), sum(whole), min(text) FROM t GROUP BY GROUPING SETS ((key),"
            + " (flag))",
        "SELECT a.key, count(*) FROM t a JOIN t b ON a.id = b.id + 1 GROUP BY a.key",
        "SELECT key, c FROM (SELECT key, count(*) AS c FROM t GROUP BY key) WHERE c > 400 ORDER BY"
            + " c LIMIT 3",
        "SELECT sum(x) FROM (SELECT id AS x FROM t UNION ALL SELECT key FROM t)",
        "SELECT count(*), sum(id), min(text) FROM t WHERE id < 0",
        "SELECT key, count(*) FROM t WHERE id < 0 GROUP BY key",
        "SELECT id, (SELECT max(b.money) FROM t b WHERE b.key = a.id) FROM t a WHERE a.id < 10",
        "SELECT upper(text) || name, born + INTERVAL '1' DAY FROM t WHERE text LIKE '%a%' ORDER BY"
            + " id",
      })
  void givesWhatCalcitesOwnOperatorsGive(String sql) throws SQLException {
    // Calcite has no code for a sum of BIGINTs that is a DECIMAL.
    List<List<Object>> expected =
        calcites.rows(sql.replace("sum(big)", "sum(CAST(big AS DECIMAL(19, 0)))"));
    assertThat(ours.rows(sql))
        .as("seed %d, plan:%n%s", SEED, ours.plan(sql))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 63, 64, 65, 8_192, 8_193})
  void takesBatchesOfAnySize(int count) throws SQLException {
    String sql = "SELECT key, count(*), sum(money), max(text), count(flag) FROM t GROUP BY key";
    TestRows rows = TestRows.random(SEED + count, count);
    try (TestConnection batches = TestConnection.open().with("t", rows.arrow(allocator, 8_192));
        TestConnection scans = TestConnection.open().with("t", rows.scannable())) {
      assertThat(batches.rows(sql))
          .as("seed %d", SEED + count)
          .containsExactlyInAnyOrderElementsOf(scans.rows(sql));
      assertThat(batches.rows("SELECT * FROM t")).isEqualTo(scans.rows("SELECT * FROM t"));
    }
  }
}
