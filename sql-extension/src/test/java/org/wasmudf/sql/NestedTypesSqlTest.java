package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Struct;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// ARRAY, ROW and MAP in statements: functions that return their argument, so that the twin of a
/// query is the one without the calls.
class NestedTypesSqlTest {
  private static final String GUEST = "FROM '../arrow-bridge/src/test/guests/nested.wasm'";

  private SqlSession session;

  @BeforeEach
  void createFunctions() throws SQLException {
    session = SqlSession.open("jdbc:wasmudf:");
    session.update("CREATE TABLE n AS SELECT x AS n, 'a' || x AS s FROM SYSTEM_RANGE(1, 3)");
    session.update("INSERT INTO n VALUES (NULL, NULL)");
    same("ints", "INTEGER ARRAY");
    same("longs", "BIGINT ARRAY");
    same("texts", "VARCHAR ARRAY");
    same("days", "DATE ARRAY");
    same("structured", "ROW(x DOUBLE, name VARCHAR)");
    same("structs", "ROW(x DOUBLE, name VARCHAR) ARRAY");
    same("mapped", "MAP<VARCHAR, BIGINT>");
    same("deep", "ROW(a INTEGER ARRAY, b ROW(c DECIMAL(5, 2) ARRAY, m MAP<CHAR(1), DATE>)) ARRAY");
    create("fixed(a INTEGER ARRAY) RETURNS BOOLEAN", "EXTERNAL NAME 'constant'");
    create("fixed_row(r ROW(x DOUBLE, name VARCHAR)) RETURNS BOOLEAN", "EXTERNAL NAME 'constant'");
  }

  private void same(String name, String type) throws SQLException {
    create("%s(v %s) RETURNS %s".formatted(name, type, type), "EXTERNAL NAME 'echo'");
  }

  private void create(String signature, String options) throws SQLException {
    session.update("CREATE FUNCTION %s LANGUAGE WASM %s %s".formatted(signature, options, GUEST));
  }

  @AfterEach
  void close() throws SQLException {
    session.close();
  }

  /// The first call of a query keeps its argument from being a constant, which the guest would
  /// return as it is.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT longs(ARRAY[n, 2, NULL]) FROM n",
        "SELECT texts(ARRAY[s, 'x'])[1], CARDINALITY(texts(ARRAY[s, s, s])) FROM n",
        "SELECT texts(texts(ARRAY[s])), n FROM n",
        "SELECT n, u FROM n, UNNEST(texts(ARRAY[s, 'x'])) AS t(u)",
        "SELECT n, u, o FROM n, UNNEST(longs(ARRAY[n, n])) WITH ORDINALITY AS t(u, o)",
        "SELECT longs(COLLECT(n)) FROM n WHERE n > 0",
        "SELECT longs(ARRAY(SELECT n FROM n WHERE n > 1)) FROM n",
        "SELECT n, longs(ARRAY(SELECT n FROM n AS m WHERE m.n < n.n)) FROM n",
        "SELECT CASE WHEN n > 1 THEN texts(ARRAY[s]) END FROM n",
        "SELECT n FROM n WHERE CARDINALITY(texts(ARRAY[s])) = 1 AND texts(ARRAY[s])[1] = 'a2'",
        "SELECT n FROM n WHERE texts(ARRAY[s]) = ARRAY['a2']",
        "SELECT COUNT(DISTINCT texts(ARRAY[s])), COUNT(texts(ARRAY[s])) FROM n",
        "SELECT MAX(texts(ARRAY[s])) FROM n WHERE n > 0",
        "SELECT a.n FROM n AS a JOIN n AS b ON texts(ARRAY[a.s]) = texts(ARRAY[b.s])",
        "SELECT a.n, longs(ARRAY[a.n, b.n]) FROM n AS a LEFT JOIN n AS b ON a.n = b.n + 1",
        "SELECT a.n FROM n AS a JOIN n AS b ON CARDINALITY(longs(ARRAY[a.n, b.n])) > 1",
        "SELECT COALESCE(longs(ARRAY[n]), ARRAY[1]) FROM n WHERE n > 0",
        "SELECT longs(ARRAY[n]) FROM n UNION SELECT longs(ARRAY[n]) FROM n",
        "SELECT mapped(MAP[COALESCE(s, '-'), n, 'k', 2]) FROM n",
        "SELECT mapped(MAP[COALESCE(s, '-'), n, 'k', 2])['k'] FROM n",
        "SELECT ELEMENT(longs(ARRAY[n])) FROM n",
        "SELECT longs(ARRAY[n]), s FROM n WHERE n > 1 ORDER BY n DESC LIMIT 1"
      })
  void callMeansWhatItsArgumentMeans(String sql) throws SQLException {
    String twin = sql.replaceAll("(ints|longs|texts|mapped)\\(", "(");
    assertThat(session.query(sql)).isEqualTo(session.query(twin)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "structured(ROW(n, s))                            | {1.0, a1}",
        "structured(ROW(n, s)).name                       | a1",
        "(structured(ROW(n, s))).x                        | 1.0",
        "structured(ROW(NULL, s))                         | {null, a1}",
        "CASE WHEN n > 0 THEN structured(ROW(n, s)) END   | {1.0, a1}",
        "CASE WHEN n > 1 THEN structured(ROW(n, s)) END   | null",
        "structs(ARRAY[ROW(n, s), ROW(1, 'x'), NULL])     | [{1.0, a1}, {1.0, x}, null]",
        "structs(ARRAY[ROW(n, s), ROW(1, 'x')])[2].name   | x",
        "structs(ARRAY[structured(ROW(n, s))])[1].name    | a1",
        "ints(longs(ARRAY[n]))                            | [1]",
        "ints(ARRAY[n * 1.5])                             | [2]",
        "deep(ARRAY[ROW(ARRAY[n, 2], ROW(ARRAY[1.25], MAP['k', DATE '2020-02-01']))])"
            + " | [{[1, 2], {[1.25], {k=18293}}}]",
      })
  void valuesAreCastWhereTheyAreMade(String expression, String value) throws SQLException {
    assertThat(session.query("SELECT " + expression + " FROM n WHERE n = 1")).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 8192, 8193, 20000})
  void everyRowIsComputed(int rows) throws SQLException {
    session.update(
        "CREATE TABLE many AS SELECT NULLIF(x, 7) AS n FROM SYSTEM_RANGE(1, %d)".formatted(rows));
    assertThat(
            session.query(
                "SELECT COUNT(*), COUNT(a), SUM(a[1]), SUM(CARDINALITY(a)) FROM (SELECT"
                    + " longs(ARRAY[n, n, 0]) AS a FROM many) AS t"))
        .isEqualTo(
            session.query("SELECT COUNT(*), COUNT(*), SUM(n), 3 * NULLIF(COUNT(*), 0) FROM many"));
  }

  @Test
  void arraysAreSorted() throws SQLException {
    assertThat(
            session.query(
                "SELECT longs(ARRAY[5 - n, n]), COUNT(*) FROM n WHERE n > 0"
                    + " GROUP BY longs(ARRAY[5 - n, n]) ORDER BY 1 DESC"))
        .isEqualTo("[4, 1] | 1\n[3, 2] | 1\n[2, 3] | 1");
  }

  @Test
  void callsRunOverBatches() throws SQLException {
    for (String each :
        List.of(
            "SELECT n, texts(ARRAY[s]) FROM n",
            "SELECT texts(texts(ARRAY[s])) FROM n",
            "SELECT CASE WHEN n > 1 THEN longs(ARRAY[n]) END FROM n",
            "SELECT CARDINALITY(longs(ARRAY[n, 1])) FROM n",
            "SELECT n FROM n WHERE texts(ARRAY[s])[1] = 'a1'")) {
      String plan = session.query("EXPLAIN PLAN FOR " + each);
      assertThat(plan).containsAnyOf("ArrowProject", "ArrowColumns");
      for (String line : plan.lines().toList()) {
        assertThat(line.contains("Enumerable") && line.matches(".*(TEXTS|LONGS)\\(.*"))
            .as(plan)
            .isFalse();
      }
    }
  }

  @Test
  void constantIsMarkedAsOne() throws SQLException {
    assertThat(session.query("SELECT fixed(ARRAY[1, 2, NULL]), fixed(ARRAY[n]) FROM n"))
        .isEqualTo("true | false\ntrue | false\ntrue | false\ntrue | false");
    assertThat(session.query("SELECT fixed_row(ROW(1.5e0, 'a')), fixed(?) FROM n", List.of(1, 2)))
        .isEqualTo("true | true\ntrue | true\ntrue | true\ntrue | true");
    assertThat(session.query("SELECT fixed(NULL), fixed(CAST(NULL AS INTEGER ARRAY)) FROM n"))
        .isEqualTo("null | null\nnull | null\nnull | null\nnull | null");
  }

  @Test
  void resultsHaveTheFormsOfJdbc() throws SQLException {
    String sql =
        "SELECT longs(ARRAY[n, NULL]), days(ARRAY[CAST('2020-02-0' || n AS DATE)]),"
            + " structured(ROW(n, s)), mapped(MAP[s, n]), structs(ARRAY[ROW(n, s)])"
            + " FROM n WHERE n = 1";
    try (PreparedStatement statement = session.connection().prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getMetaData().getColumnTypeName(1)).isEqualTo("BIGINT ARRAY");
      assertThat(elements(rows.getArray(1))).isEqualTo(Arrays.asList(1L, null));
      assertThat(elements((Array) rows.getObject(2))).containsExactly(Date.valueOf("2020-02-01"));
      assertThat(((Struct) rows.getObject(3)).getAttributes()).containsExactly(1.0, "a1");
      assertThat(rows.getObject(4)).isEqualTo(Map.of("a1", 1L));
      assertThat(((Struct) elements(rows.getArray(5)).getFirst()).getAttributes())
          .containsExactly(1.0, "a1");
      assertThat(rows.getString(1)).isEqualTo("[1, null]");
    }
  }

  private static List<@Nullable Object> elements(Array array) throws SQLException {
    return Arrays.asList((@Nullable Object[]) array.getArray());
  }

  @Test
  void parametersTakeTheFormsOfJdbc() throws SQLException {
    String longs = "SELECT longs(?) FROM n WHERE n = 1";
    Array array = session.connection().createArrayOf("BIGINT", new Object[] {4L, null});
    assertThat(session.query(longs, array)).isEqualTo("[4, null]");
    assertThat(session.query(longs, List.of(1, new BigDecimal("2"), "3"))).isEqualTo("[1, 2, 3]");
    assertThat(session.query(longs, (Object) new long[] {5})).isEqualTo("[5]");
    assertThat(session.query(longs, (Object) null)).isEqualTo("null");
    assertThat(
            session.query(
                "SELECT mapped(?), structured(?), days(?) FROM n WHERE n = 1",
                Map.of("a", 1),
                List.of(2, "b"),
                List.of(LocalDate.EPOCH, "2020-02-01")))
        .isEqualTo("{a=1} | {2.0, b} | [1970-01-01, 2020-02-01]");
    assertThat(session.failure(longs, "x"))
        .isEqualTo("22018 parameter 1: 'x' is not a BIGINT ARRAY");
    assertThat(session.failure("SELECT ints(?)", List.of(1L << 32)))
        .isEqualTo(
            "22003 parameter 1: 4294967296 is not a whole number from -2147483648 to 2147483647");
    assertThat(session.failure("SELECT structured(?)", List.of(1)))
        .isEqualTo("22018 parameter 1: '[1]' is not a ROW(X DOUBLE, NAME VARCHAR)");
  }

  @Test
  void tablesOfTheDatabaseTakeArrays() throws SQLException {
    session.update("CREATE TABLE arrays (a BIGINT ARRAY, t VARCHAR ARRAY)");
    session.update("INSERT INTO arrays SELECT longs(ARRAY[n]), texts(ARRAY[s]) FROM n WHERE n > 1");
    assertThat(session.query("SELECT COUNT(*), MAX(a[1]), MAX(t[1]) FROM arrays"))
        .isEqualTo("2 | 3 | a3");
    assertThat(session.failure("SELECT longs(a) FROM arrays"))
        .startsWith("0A000 ")
        .contains("ANY can't be cast to BIGINT ARRAY");
  }

  @Test
  void tableFunctionsReturnThem() throws SQLException {
    session.update(
        "CREATE TABLE FUNCTION pairs(n INTEGER) RETURNS TABLE(half INTEGER ARRAY, r ROW(x INTEGER))"
            + " LANGUAGE WASM "
            + GUEST);
    assertThat(session.query("SELECT * FROM TABLE(pairs(1))"))
        .isEqualTo("[] | {1}\n[2, 3] | {2}\n[4, 5, 6] | {3}");
    assertThat(session.query("SELECT half[1], t.r.x, CARDINALITY(half) FROM TABLE(pairs(1)) AS t"))
        .isEqualTo("null | 1 | 0\n2 | 2 | 2\n4 | 3 | 3");
    assertThat(session.query("SELECT ints(half), u FROM TABLE(pairs(1)), UNNEST(half) AS t(u)"))
        .isEqualTo("[2, 3] | 2\n[2, 3] | 3\n[4, 5, 6] | 4\n[4, 5, 6] | 5\n[4, 5, 6] | 6");
    assertThat(session.query("SELECT COUNT(*) FROM n, LATERAL TABLE(pairs(CAST(n.n AS INTEGER)))"))
        .isEqualTo("18");
  }

  @Test
  void overloadsAreToldApartByWhatIsInside() throws SQLException {
    create("kind(v INTEGER ARRAY) RETURNS BOOLEAN", "EXTERNAL NAME 'constant'");
    same("kind", "ROW(a INTEGER)");
    same("kind", "MAP<VARCHAR, BIGINT>");
    assertThat(session.query("SELECT kind(ARRAY[1]), kind(ROW(n)), kind(MAP[s, n]) FROM n LIMIT 1"))
        .isEqualTo("true | {1} | {a1=1}");
    session.update("DROP FUNCTION kind(MAP<VARCHAR, BIGINT>)");
    session.update("DROP FUNCTION kind(INTEGER ARRAY)");
    assertThat(session.query("SELECT kind(ROW(n)) FROM n LIMIT 1")).isEqualTo("{1}");
    assertThat(session.failure("DROP FUNCTION kind(ROW(a DATE))"))
        .startsWith("42883 there is no function KIND(ROW(A DATE))");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INTEGER MULTISET | a function can't take or return MULTISET: use ARRAY",
        "DECIMAL(39, 1) ARRAY | a function can't take or return DECIMAL(39, 1): it can",
        "ROW(a INTEGER, a DATE) | a ROW has two fields 'A'",
        "TIMESTAMP WITH TIME ZONE ARRAY | a function can't take or return TIMESTAMP",
        "INTEGER ARRAY ARRAY ARRAY ARRAY ARRAY ARRAY ARRAY ARRAY ARRAY | ARRAY, ROW and MAP are"
            + " inside each other more than 8 deep"
      })
  void typesThatCantBeHadAreRefused(String type, String message) throws SQLException {
    assertThat(
            session.failure(
                "CREATE FUNCTION f(v %s) RETURNS BOOLEAN LANGUAGE WASM %s".formatted(type, GUEST)))
        .startsWith("42P13 line 1, column ")
        .contains(message);
    assertThat(session.query("SHOW FUNCTIONS")).hasLineCount(10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT structured(ROW(n, s)), COUNT(*) FROM n GROUP BY 1 | a key of GROUP BY or DISTINCT",
        "SELECT DISTINCT structs(ARRAY[ROW(n, s)]) FROM n  | a key of GROUP BY or DISTINCT",
        "SELECT COUNT(DISTINCT structured(ROW(n, s))) FROM n | counted as DISTINCT",
        "SELECT n FROM n ORDER BY structured(ROW(n, s))    | a key of ORDER BY",
        "SELECT COUNT(*) OVER (PARTITION BY structured(ROW(n, s))) FROM n | a key of PARTITION BY",
        "SELECT structured(ROW(n, s)) FROM n UNION SELECT structured(ROW(n, s)) FROM n | in a set",
      })
  void rowsArentCompared(String sql, String what) throws SQLException {
    assertThat(session.failure(sql))
        .isEqualTo("0A000 what has a ROW in it can't be %s: use its fields".formatted(what));
    assertThat(session.query("SELECT ints(ARRAY[n]) FROM n WHERE n = 1")).isEqualTo("[1]");
  }

  @Test
  void whatDoesntFitIsRefusedInWords() throws SQLException {
    assertThat(session.failure("SELECT ints(n) FROM n"))
        .isEqualTo(
            "42883 line 1, column 8: there is no function INTS(BIGINT); there is INTS(INTEGER"
                + " ARRAY)");
    assertThat(session.failure("SELECT ints('a')"))
        .startsWith("0A000 line 1, column 13: CHAR(1) can't be cast to INTEGER ARRAY");
    assertThat(session.failure("SELECT structs(COLLECT(ROW(n, s))) FROM n"))
        .startsWith("0A000 line 1, column 16: ")
        .endsWith("as a whole: cast what it is made of");
    assertThat(session.failure("SELECT ints(ARRAY[n + 3000000000]) FROM n")).startsWith("22003 ");
    assertThat(session.failure("SELECT mapped(MAP[s, n]) FROM n"))
        .isEqualTo("22000 a key of a MAP is NULL");
    create("short(v VARCHAR ARRAY) RETURNS VARCHAR(2) ARRAY", "EXTERNAL NAME 'echo'");
    assertThat(session.query("SELECT short(ARRAY[s, 'x']) FROM n WHERE n = 1"))
        .isEqualTo("[a1, x]");
    assertThat(session.failure("SELECT short(ARRAY[s || s]) FROM n"))
        .isEqualTo(
            "22003 function SHORT, row 0 of the batch: it returned a value that is longer than its"
                + " type allows");
    assertThat(session.query("SELECT short(ARRAY[s]) FROM n WHERE n = 1")).isEqualTo("[a1]");
  }
}
