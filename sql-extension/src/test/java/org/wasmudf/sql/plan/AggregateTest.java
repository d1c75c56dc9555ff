package org.wasmudf.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.calcite.rel.type.RelProtoDataType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wasmudf.arrow.LinearMemory;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.sql.exec.CellWriter;
import org.wasmudf.sql.exec.VectorStore;
import org.wasmudf.sql.exec.Vectors;

class AggregateTest {
  private final BufferAllocator allocator = LinearMemory.shared().allocator();

  private ArrowTable table(RelProtoDataType type, List<? extends @Nullable Object> values) {
    Vectors vectors =
        Vectors.allocate(
            ColumnTypes.fields(type.apply(TestConnection.TYPES)), values.size(), allocator);
    CellWriter writer = CellWriter.of(vectors.list().getFirst());
    for (int row = 0; row < values.size(); row++) {
      writer.write(row, values.get(row));
    }
    return new ArrowTable(type, new VectorStore(List.of(vectors.batch(values.size()))), List.of());
  }

  private static RelProtoDataType column(SqlTypeName type, int... precision) {
    return factory -> {
      var builder = factory.builder();
      switch (precision.length) {
        case 0 -> builder.add("x", type);
        case 1 -> builder.add("x", type, precision[0]);
        default -> builder.add("x", type, precision[0], precision[1]);
      }
      return builder.nullable(true).build();
    };
  }

  private List<Object> row(ArrowTable table, String sql) throws SQLException {
    try (TestConnection connection = TestConnection.open().with("t", table)) {
      return connection.rows(sql).getFirst();
    }
  }

  @Test
  void averagesOfIntegersHaveSixDigitsRoundedHalfUp() throws SQLException {
    ArrowTable table = table(column(SqlTypeName.INTEGER), List.of(1, 2, 2));
    assertThat(row(table, "SELECT avg(x) FROM t")).containsExactly(new BigDecimal("1.666667"));
  }

  @Test
  void averagesKeepTheScaleOfDecimals() throws SQLException {
    ArrowTable table =
        table(
            column(SqlTypeName.DECIMAL, 15, 8),
            List.of(new BigDecimal("1.00000001"), new BigDecimal("1.00000002")));
    assertThat(row(table, "SELECT avg(x) FROM t")).containsExactly(new BigDecimal("1.00000002"));
  }

  @Test
  void averagesMatchBigDecimals() throws SQLException {
    long seed = 7;
    TestRows rows = TestRows.random(seed, 10_000);
    Map<Object, List<BigDecimal>> groups = new TreeMap<>();
    for (@Nullable Object[] row : rows.rows()) {
      if (row[15] != null && row[9] != null) {
        groups.computeIfAbsent(row[15], _ -> new ArrayList<>()).add((BigDecimal) row[9]);
      }
    }
    List<List<Object>> expected = new ArrayList<>();
    groups.forEach(
        (key, values) -> {
          BigDecimal sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
          BigDecimal average =
              sum.divide(BigDecimal.valueOf(values.size()), 6, RoundingMode.HALF_UP);
          expected.add(List.of(key, average.stripTrailingZeros()));
        });
    try (TestConnection connection = TestConnection.open().with("t", rows.arrow(allocator, 999))) {
      assertThat(
              connection.rows(
                  "SELECT key, avg(wide) FROM t WHERE key IS NOT NULL GROUP BY key ORDER BY key"))
          .as("seed %d", seed)
          .isEqualTo(expected);
    }
  }

  @Test
  void sumsOfIntegersGoBeyondTheirTypeWithoutWrapping() throws SQLException {
    ArrowTable integers = table(column(SqlTypeName.INTEGER), List.of(Integer.MAX_VALUE, 2));
    assertThat(row(integers, "SELECT sum(x) FROM t")).containsExactly(2_147_483_649L);
    ArrowTable longs =
        table(
            column(SqlTypeName.BIGINT),
            List.of(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, -1L));
    assertThat(row(longs, "SELECT sum(x) FROM t"))
        .containsExactly(new BigDecimal("18446744073709551612"));
    ArrowTable negative =
        table(column(SqlTypeName.BIGINT), List.of(Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE));
    assertThat(row(negative, "SELECT sum(x) FROM t GROUP BY x"))
        .containsExactly(new BigDecimal("-27670116110564327424"));
  }

  @Test
  void sumBeyond38DigitsIsAnErrorAndTheNextStatementWorks() throws SQLException {
    BigDecimal most = BigDecimal.TEN.pow(38).subtract(BigDecimal.ONE);
    ArrowTable table =
        table(
            column(SqlTypeName.DECIMAL, 38, 0), List.of(most, most, most.negate(), most.negate()));
    try (TestConnection connection = TestConnection.open().with("t", table)) {
      for (String sql :
          List.of(
              "SELECT sum(x) FROM t WHERE x > 0",
              "SELECT x, sum(x) FROM t GROUP BY x",
              "SELECT avg(x) FROM t WHERE x > 0")) {
        assertThatThrownBy(() -> connection.rows(sql))
            .as(sql)
            .isInstanceOf(SQLException.class)
            .rootCause()
            .isInstanceOfSatisfying(
                UdfException.class,
                e -> assertThat(e.code()).isEqualTo(UdfErrorCode.NUMERIC_OVERFLOW))
            .hasMessageContaining("overflows DECIMAL(38, ");
        assertThat(connection.rows("SELECT sum(x), count(*) FROM t"))
            .containsExactly(List.of(BigDecimal.ZERO, 4L));
      }
    }
  }

  @Test
  void aggregatesOfNothingAreNullButCountsAreZero() throws SQLException {
    ArrowTable table = table(column(SqlTypeName.INTEGER), List.of());
    assertThat(row(table, "SELECT sum(x), avg(x), min(x), max(x), count(x), count(*) FROM t"))
        .containsExactly("NULL", "NULL", "NULL", "NULL", 0L, 0L);
  }

  @Test
  void zeroAndMinusZeroAreOneGroupAndAllNansAre() throws SQLException {
    double otherNan = Double.longBitsToDouble(0xfff8_0000_0000_0001L);
    ArrowTable table =
        table(column(SqlTypeName.DOUBLE), List.of(0.0, -0.0, Double.NaN, otherNan, 1.0));
    try (TestConnection connection = TestConnection.open().with("t", table)) {
      assertThat(connection.rows("SELECT x, count(*) FROM t GROUP BY x"))
          .containsExactlyInAnyOrder(List.of(0.0, 2L), List.of(Double.NaN, 2L), List.of(1.0, 1L));
      assertThat(connection.rows("SELECT min(x), max(x) FROM t").getFirst())
          .containsExactly(-0.0, Double.NaN);
    }
  }

  @Test
  void averageBesideAFunctionThatBatchesDontHaveIsReduced() throws SQLException {
    ArrowTable table = table(column(SqlTypeName.BIGINT), List.of(1L, 2L, 4L));
    assertThat(
            row(table, "SELECT avg(x), stddev_pop(x), sum(x), listagg(CAST(x AS VARCHAR)) FROM t"))
        .hasSize(4)
        .endsWith(new BigDecimal("7"), "1,2,4");
  }

  @Test
  void explainShowsTheOperatorsOverBatches() throws SQLException {
    ArrowTable table = table(column(SqlTypeName.INTEGER), List.of(1));
    try (TestConnection connection = TestConnection.open().with("t", table)) {
      assertThat(connection.plan("SELECT x, avg(x) FROM t GROUP BY x"))
          .isEqualToNormalizingNewlines(
              """
              ArrowToEnumerable
                ArrowAggregate(group=[{0}], EXPR$1=[AVG($0)])
                  ArrowTableScan(table=[[t]])
              """);
    }
  }
}
