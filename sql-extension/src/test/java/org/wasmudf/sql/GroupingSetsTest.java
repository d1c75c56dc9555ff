package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// ROLLUP, CUBE and GROUPING SETS, which group rows once and then their groups, compared with a
/// query for each grouping set, which groups rows.
class GroupingSetsTest {
  private static final String URL = "jdbc:wasmudf:jdbc:h2:mem:grouping;DB_CLOSE_DELAY=-1";
  private static final Path GUESTS = Path.of("../arrow-bridge/src/test/guests/aggregates.wasm");
  private static final int ROWS = 20_000;
  private static final int SEED = 7;

  private SqlSession owner;
  private SqlSession session;

  @BeforeEach
  void open() throws SQLException, IOException {
    owner = SqlSession.open(URL);
    owner.query("CALL RAND(%d)".formatted(SEED));
    owner.update(
        """
        CREATE TABLE r AS
        SELECT CAST(x AS INTEGER) AS id, MOD(x, 3) = 1 AS odd,
          CASE WHEN RAND() < 0.1 THEN NULL ELSE CAST(FLOOR(RAND() * 9000) AS INTEGER) END AS many,
          CASE WHEN RAND() < 0.2 THEN NULL ELSE CAST(FLOOR(RAND() * 5) AS INTEGER) END AS few,
          CASE WHEN RAND() < 0.2 THEN NULL ELSE 'text ' || FLOOR(RAND() * 40) END AS text,
          CASE WHEN RAND() < 0.1 THEN NULL ELSE CAST(RAND() * 1e9 AS BIGINT) - 500000000 END AS n,
          CAST(RAND() * 1000 AS DECIMAL(15, 2)) AS price
        FROM SYSTEM_RANGE(1, %d)\
        """
            .formatted(ROWS));
    owner.update("CREATE TENANT acme");
    session = SqlSession.open(URL, "acme");
    session.update(create("total", "sum"));
    for (String name : List.of("low", "steps")) {
      session.update(create(name, name));
    }
    session.update(Guests.SUM_CHARGE_DEC);
    session.update(Guests.LONGEST);
  }

  @AfterEach
  void close() throws SQLException {
    session.close();
    owner.update("DROP TENANT acme");
    owner.update("DROP TABLE r");
    owner.close();
  }

  private static String create(String name, String export) throws IOException {
    return "CREATE AGGREGATE FUNCTION %s(n BIGINT) RETURNS BIGINT LANGUAGE WASM EXTERNAL NAME '%s' AS X'%s'"
        .formatted(name, export, HexFormat.of().formatHex(Files.readAllBytes(GUESTS)));
  }

  private static final String FUNCTIONS =
      "total(n), low(n) FILTER (WHERE odd), sum_charge_dec(price, 0.1, 0.2), count(*), count(n),"
          + " sum(n), avg(n), avg(price), min(text), max(price)";

  /// What a grouping set is by itself.
  private static String plain(String keys, List<String> set, String functions, String from) {
    String columns =
        Arrays.stream(keys.split(", ", -1))
            .map(key -> set.contains(key) ? key : "NULL")
            .collect(Collectors.joining(", "));
    return "SELECT %s, %s FROM %s%s"
        .formatted(
            columns, functions, from, set.isEmpty() ? "" : " GROUP BY " + String.join(", ", set));
  }

  private List<String> lines(String sql) throws SQLException {
    return session.query(sql).lines().sorted().toList();
  }

  private void assertSame(String keys, List<List<String>> sets, String functions, String from)
      throws SQLException {
    String grouping =
        sets.stream()
            .map(each -> "(" + String.join(", ", each) + ")")
            .collect(Collectors.joining(", "));
    List<String> expected =
        sets.stream()
            .flatMap(
                each -> {
                  try {
                    return lines(plain(keys, each, functions, from)).stream();
                  } catch (SQLException e) {
                    throw new AssertionError(e);
                  }
                })
            .sorted()
            .toList();
    String query =
        "SELECT %s, %s FROM %s GROUP BY GROUPING SETS (%s)"
            .formatted(keys, functions, from, grouping);
    assertThat(lines(query)).as("seed %d, %s", SEED, query).isEqualTo(expected).isNotEmpty();
  }

  private static List<String> set(String keys) {
    return keys.isEmpty() ? List.of() : List.of(keys.split("-", -1));
  }

  @ParameterizedTest
  @CsvSource({
    "'few, text',       few-text few ''",
    "'few, text',       few-text few text ''",
    "'few, text',       few text",
    "'many, few, text', many-few-text many-few many ''",
    "'many, few, text', many-few few-text many text few",
    "'many, few',       few many-few many",
    "'id, odd',         id-odd odd ''",
    "'many',            many ''",
  })
  void groupsOfGroupsAreGroupsOfRows(String keys, String sets) throws SQLException {
    List<List<String>> all =
        Arrays.stream(sets.replace("''", "").split(" ", -1)).map(GroupingSetsTest::set).toList();
    assertSame(keys, all, FUNCTIONS, "r");
    assertSame(keys, all, FUNCTIONS + ", longest(text)", "r");
    assertSame(keys, all, FUNCTIONS, "(SELECT * FROM r WHERE id <= 1) AS r");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ROLLUP (few, text)", "CUBE (few, text)", "GROUPING SETS ((few), ())"})
  void aGrandTotalOfNothingIsOneRow(String grouping) throws SQLException {
    for (String functions : List.of(FUNCTIONS, FUNCTIONS + ", longest(text)")) {
      assertThat(
              session.query(
                  "SELECT %s FROM r WHERE id < 0 GROUP BY %s".formatted(functions, grouping)))
          .isEqualTo(session.query("SELECT %s FROM r WHERE id < 0".formatted(functions)))
          .startsWith("0 | 0 | 0.000000 | 0 | 0 | null")
          .hasLineCount(1);
    }
  }

  @Test
  void eachRowIsTakenInOnce() throws SQLException {
    String query = "SELECT few, text, steps(n) FROM r WHERE n IS NOT NULL GROUP BY ";
    long before = usage("row_count");
    List<String> rows = lines(query + "CUBE (few, text)");
    long groups = lines(query + "few, text").size();
    assertThat(lines(query + "few, text")).isSubsetOf(rows).noneMatch(row -> isMerged(row));
    assertThat(rows).filteredOn(GroupingSetsTest::isMerged).hasSize(rows.size() - (int) groups);
    long taken = session.query("SELECT count(n) FROM r").transform(Long::parseLong);
    long all = rows.size();
    // Three times the rows, and what it takes to make, merge and finish groups.
    assertThat(usage("row_count") - before).isBetween(3 * taken, 3 * taken + 12 * all);
  }

  private static boolean isMerged(String row) {
    long steps = Long.parseLong(row.substring(row.lastIndexOf(' ') + 1));
    return steps >= 1_000_000 && steps % 1_000_000 == 0;
  }

  private long usage(String column) throws SQLException {
    return Long.parseLong(
        owner.query("SELECT %s FROM wasmudf.usage WHERE tenant = 'ACME'".formatted(column)));
  }

  @Test
  void statesOfOneSetAreMergedIntoSeveral() throws SQLException {
    // Six times of two groups each, and the total of the smaller of two sets, which has two.
    assertThat(lines("SELECT steps(n) FROM r GROUP BY CUBE (odd, few) HAVING grouping(odd) = 1"))
        .isEqualTo(Collections.nCopies(7, "2000000"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          total(n)               | ROLLUP (few, text)                         | merged=[[{0}, {}]]
          total(n), sum(n)       | CUBE (few, text)                           | merged=[[{0}, {1}, {}]]
          count(*)               | GROUPING SETS ((few, text), (odd), (text)) | merged=[[{1}]]
          total(n)               | GROUPING SETS ((few), (text))              | groups=[[{0}, {1}]], EXPR$0
          longest(text)          | ROLLUP (few, text)                         | groups=[[{0, 1}, {0}, {}]], EXPR$0
          total(n)               | few, text                                  | group=[{0, 1}], EXPR$0
          """)
  void thePlanSaysWhatIsMerged(String functions, String grouping, String plan) throws SQLException {
    assertThat(
            session.query(
                "EXPLAIN PLAN FOR SELECT %s FROM r GROUP BY %s".formatted(functions, grouping)))
        .contains("ArrowAggregate(")
        .contains(plan);
  }
}
