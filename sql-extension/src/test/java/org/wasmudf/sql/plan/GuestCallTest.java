package org.wasmudf.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.wasmudf.arrow.LinearMemory;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.samples.SampleModule;
import org.wasmudf.sql.exec.CellWriter;
import org.wasmudf.sql.exec.VectorStore;
import org.wasmudf.sql.exec.Vectors;

/// Calls of guests' functions wherever they stand in a query. A fifth of the rows have b = 0, for
/// which `div` traps.
class GuestCallTest {
  private static final int ROWS = 100;
  private static final SqlType.Decimal MONEY = new SqlType.Decimal(15, 2);

  private static TestConnection connection;

  @BeforeAll
  static void open() throws SQLException {
    connection = TestConnection.open().with("t", table());
    connection.with("div", TestFunctions.div());
    connection.with(
        "disc_price_dec",
        TestFunctions.sample(
            SampleModule.C_MONEY, "disc_price_dec", new SqlType.Decimal(18, 4), MONEY, MONEY));
    connection.with(
        "mask_email",
        TestFunctions.sample(
            SampleModule.C_TEXT, "mask_email", SqlType.Simple.VARCHAR, SqlType.Simple.VARCHAR));
    connection.with(
        "levenshtein",
        TestFunctions.sample(
            SampleModule.C_TEXT,
            "levenshtein",
            SqlType.Simple.INTEGER,
            SqlType.Simple.VARCHAR,
            SqlType.Simple.VARCHAR));
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
  }

  private static RelDataType type(RelDataTypeFactory factory) {
    return factory
        .builder()
        .add("a", SqlTypeName.INTEGER)
        .add("b", SqlTypeName.INTEGER)
        .nullable(true)
        .add("price", SqlTypeName.DECIMAL, 15, 2)
        .add("discount", SqlTypeName.DECIMAL, 15, 2)
        .add("email", SqlTypeName.VARCHAR, 30)
        .build();
  }

  private static @Nullable Integer b(int a) {
    return a % 7 == 6 ? null : a % 5;
  }

  private static BigDecimal price(int a) {
    return BigDecimal.valueOf(a * 101L, 2);
  }

  private static ArrowTable table() {
    Vectors vectors =
        Vectors.allocate(
            ColumnTypes.fields(type(TestConnection.TYPES)),
            ROWS,
            LinearMemory.shared().allocator());
    List<CellWriter> writers = vectors.list().stream().map(CellWriter::of).toList();
    for (int a = 0; a < ROWS; a++) {
      @Nullable Object[] row = {
        a, b(a), price(a), BigDecimal.valueOf(a % 10, 2), "user" + a + "@example.com"
      };
      for (int i = 0; i < row.length; i++) {
        writers.get(i).write(a, row[i]);
      }
    }
    return new ArrowTable(
        GuestCallTest::type, new VectorStore(List.of(vectors.batch(ROWS))), List.of());
  }

  /// What div(a, b) is, guarded.
  private static Object quotient(int a) {
    Integer b = b(a);
    return b == null || b == 0 ? "NULL" : (Object) (a / b);
  }

  private static List<List<Object>> quotients() {
    List<List<Object>> rows = new ArrayList<>();
    for (int a = 0; a < ROWS; a++) {
      rows.add(List.of(a, quotient(a)));
    }
    return rows;
  }

  /// The rows of a query, none of whose calls is left to Calcite's own operators.
  private static List<List<Object>> rows(String sql) throws SQLException {
    assertThat(connection.plan(sql).lines())
        .noneMatch(
            line ->
                line.contains("Enumerable") && line.matches(".*(div|mask_email|levenshtein)\\(.*"));
    return connection.rows(sql);
  }

  @Test
  void callsInProjectionsAndFiltersRunOverBatches() throws SQLException {
    String sql = "SELECT a, div(a, b) FROM t WHERE b <> 0 AND div(a, b) > 20";
    List<List<Object>> expected =
        quotients().stream().filter(row -> row.get(1) instanceof Integer q && q > 20).toList();
    assertThat(rows(sql)).as(connection.plan(sql)).isEqualTo(expected);
    assertThat(connection.plan(sql)).contains("ArrowProject", "ArrowFilter").doesNotContain("Calc");
  }

  @Test
  void callInCaseRunsOnlyForTheRowsThatReachIt() throws SQLException {
    assertThat(rows("SELECT a, CASE WHEN b <> 0 THEN div(a, b) END FROM t")).isEqualTo(quotients());
  }

  @Test
  void callBehindOrRunsOnlyForTheRowsThatReachIt() throws SQLException {
    assertThat(rows("SELECT count(*) FROM t WHERE b IS NULL OR b = 0 OR div(a, b) >= 0"))
        .isEqualTo(List.of(List.of((long) ROWS)));
  }

  @Test
  void callsInAggregatesArguments() throws SQLException {
    BigDecimal expected = BigDecimal.ZERO;
    for (int a = 0; a < ROWS; a++) {
      BigDecimal rest = BigDecimal.ONE.subtract(BigDecimal.valueOf(a % 10, 2));
      expected = expected.add(price(a).multiply(rest));
    }
    String sql = "SELECT sum(disc_price_dec(price, discount)) FROM t";
    assertThat(rows(sql))
        .as(connection.plan(sql))
        .isEqualTo(List.of(List.of(expected.stripTrailingZeros())));
    assertThat(connection.plan(sql))
        .isEqualToNormalizingNewlines(
            """
            ArrowToEnumerable
              ArrowAggregate(group=[{}], EXPR$0=[SUM($0)])
                ArrowProject($f0=[disc_price_dec($2, $3)])
                  ArrowTableScan(table=[[t]])
            """);
  }

  @Test
  void nestedCallsOfTextAndBuiltInFunctionsAroundAndInsideThem() throws SQLException {
    assertThat(rows("SELECT levenshtein(mask_email(email), email) FROM t WHERE a = 12"))
        .isEqualTo(List.of(List.of(5)));
    assertThat(rows("SELECT upper(mask_email(email)) FROM t WHERE a = 12"))
        .isEqualTo(List.of(List.of("U***@EXAMPLE.COM")));
    assertThat(rows("SELECT mask_email(upper(email)) FROM t WHERE a = 12"))
        .isEqualTo(List.of(List.of("U***@EXAMPLE.COM")));
    assertThat(
            rows("SELECT lower(mask_email(upper(mask_email(email)))) || '!' FROM t WHERE a = 12"))
        .isEqualTo(List.of(List.of("u***@example.com!")));
  }

  @Test
  void callsInFiltersThatKernelsCantDecideAlone() throws SQLException {
    assertThat(
            rows(
                "SELECT a FROM t WHERE mask_email(email) LIKE 'u%' AND upper(mask_email(email)) ="
                    + " 'U***@EXAMPLE.COM' AND a < 3"))
        .isEqualTo(List.of(List.of(0), List.of(1), List.of(2)));
  }

  @Test
  void unsupportedFunctionsBesideGuardedCallsKeepTheGuard() throws SQLException {
    String sql =
        "SELECT a, CASE WHEN upper(email) LIKE '%X' THEN -1 WHEN b <> 0 THEN div(char_length(CAST(a"
            + " AS VARCHAR)), b) END FROM t";
    List<List<Object>> expected = new ArrayList<>();
    for (int a = 0; a < ROWS; a++) {
      Integer b = b(a);
      Object value = b == null || b == 0 ? "NULL" : (Object) (Integer.toString(a).length() / b);
      expected.add(List.of(a, value));
    }
    assertThat(rows(sql)).as(connection.plan(sql)).isEqualTo(expected);
  }

  @Test
  void callsInOrderByHavingJoinsAndSubqueries() throws SQLException {
    assertThat(rows("SELECT a FROM t WHERE b = 3 AND a < 30 ORDER BY div(a, b) DESC, a LIMIT 2"))
        .isEqualTo(List.of(List.of(28), List.of(23)));
    assertThat(rows("SELECT b FROM t WHERE b > 1 GROUP BY b HAVING max(div(a, b)) > 30 ORDER BY b"))
        .isEqualTo(List.of(List.of(2), List.of(3)));
    assertThat(
            rows("SELECT count(*) FROM t x JOIN t y ON div(x.a, 10) = y.a AND x.b = 1 AND y.a < 2"))
        .isEqualTo(List.of(List.of(countWithB(1, 20))));
    assertThat(rows("SELECT a FROM t WHERE a IN (SELECT div(a, b) FROM t WHERE b = 4 AND a > 90)"))
        .isEqualTo(List.of(List.of(23), List.of(24)));
  }

  private static long countWithB(int b, int below) {
    long count = 0;
    for (int a = 0; a < below; a++) {
      Integer value = b(a);
      count += value != null && value == b ? 1 : 0;
    }
    return count;
  }

  @Test
  void trapNamesFunctionAndRowAndTheNextStatementWorks() throws SQLException {
    assertThatThrownBy(() -> rows("SELECT div(a, b) FROM t"))
        .cause()
        .isInstanceOfSatisfying(
            UdfException.class,
            e -> {
              assertThat(e.code()).isEqualTo(UdfErrorCode.TRAP_DIVIDE_BY_ZERO);
              assertThat(e.function()).contains("div");
              assertThat(e.row()).hasValue(0);
            });
    assertThat(rows("SELECT div(a, b) FROM t WHERE a = 99")).isEqualTo(List.of(List.of(24)));
  }

  @Test
  void aConditionsCallIsTheColumnAboveAndWhatIsBeforeItIsDecidedFirst() throws SQLException {
    List<List<Object>> expected = new ArrayList<>();
    for (int a = 0; a < ROWS; a++) {
      if (quotient(a) instanceof Integer quotient && quotient > 5) {
        expected.add(List.of(a, quotient, quotient + 1));
      }
    }
    for (String condition :
        new String[] {
          "b <> 0 AND div(a, b) > 5", "div(a, b) > 5 AND b <> 0", "0 < b * b AND div(a, b) > 5"
        }) {
      String sql = "SELECT a, div(a, b), div(a, b) + 1 FROM t WHERE " + condition;
      assertThat(connection.rows(sql)).as(condition).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(connection.plan(sql))
          .as(condition)
          .containsSubsequence("ArrowFilter", "ArrowColumns", "ArrowFilter", "ArrowTableScan")
          .containsOnlyOnce("div(")
          .doesNotContain("EnumerableCalc", "EnumerableToArrow");
    }
    assertThatThrownBy(
            () -> connection.rows("SELECT div(a, b) FROM t WHERE div(a, b) > 5 AND a + b > 3"))
        .hasStackTraceContaining("divide by zero");
    assertThat(connection.rows("SELECT div(a, b) FROM t WHERE a = 99 AND div(a, b) > 5"))
        .containsExactly(List.of(24));
  }
}
