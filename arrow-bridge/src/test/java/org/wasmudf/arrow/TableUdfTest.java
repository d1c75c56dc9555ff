package org.wasmudf.arrow;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.limit.Limit;

/// Table functions: their rows, who ends them, and that no batch is taken for granted.
class TableUdfTest {
  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
  private final BatchEvaluator evaluator = new BatchEvaluator(memory);
  private final List<FieldVector> columns = new ArrayList<>();
  private final TableUdf series = udf("series", Simple.BIGINT, Simple.INTEGER);

  @AfterEach
  void nothingLeaks() {
    evaluator.close();
    columns.forEach(FieldVector::close);
    memory.close();
  }

  private TableUdf udf(String name, SqlType... parameters) {
    return udf(name, Map.of(), parameters);
  }

  private TableUdf udf(String name, Map<Limit, Long> limits, SqlType... parameters) {
    TableSignature signature =
        new TableSignature(
            name,
            List.of(parameters),
            List.of(
                new TableSignature.Column("n", Simple.BIGINT),
                new TableSignature.Column("low", Simple.INTEGER)));
    TableFunction function = new TableFunction(Guests.module("tables"), name, signature, limits);
    return TableUdf.of(function, evaluator, memory);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 5",
    "1, 5",
    "5, 5",
    "63, 64",
    "64, 64",
    "65, 64",
    "8192, 8192",
    "8193, 8192",
    "20000, 1000"
  })
  void rowsComeInBatches(int count, int batch) {
    int released = number("released");
    try (TableRows rows = series.open(arguments(count, batch))) {
      assertThat(numbers(rows)).isEqualTo(LongStream.range(0, count).boxed().toList());
      assertThat(rows.next()).as("after the end").isNull();
      assertThat(number("live")).as("closed by its end").isZero();
    }
    assertThat(number("live")).isZero();
    assertThat(number("released") - released).isEqualTo((count + batch - 1) / batch + 1);
  }

  private List<Object> numbers(TableRows rows) {
    List<Object> numbers = new ArrayList<>();
    while (true) {
      try (VectorSchemaRoot batch = rows.next()) {
        if (batch == null) {
          return numbers;
        }
        numbers.addAll(Columns.values(batch.getVector("n")));
        assertThat(Columns.values(batch.getVector("low")))
            .isEqualTo(Columns.values(batch.getVector("n")));
      }
    }
  }

  @Test
  void whoHasEnoughEndsRowsThatNeverEnd() {
    try (TableRows rows = series.open(arguments(Long.MAX_VALUE, 100));
        VectorSchemaRoot batch = requireNonNull(rows.next())) {
      assertThat(batch.getRowCount()).isEqualTo(100);
      assertThat(number("live")).isEqualTo(1);
    }
    assertThat(number("live")).isZero();
  }

  @Test
  void severalCallsAreReadAtATime() {
    try (TableRows one = series.open(arguments(3, 2));
        TableRows other = series.open(arguments(5, 2));
        VectorSchemaRoot batch = requireNonNull(one.next())) {
      assertThat(batch.getRowCount()).isEqualTo(2);
      assertThat(numbers(other)).containsExactly(0L, 1L, 2L, 3L, 4L);
      assertThat(numbers(one)).containsExactly(2L);
    }
    assertThat(number("live")).isZero();
  }

  @Test
  void thereAreNoRowsForNull() {
    List<@Nullable Object> nothing = new ArrayList<>();
    nothing.add(null);
    FieldVector batch = column(Simple.INTEGER, nothing);
    try (TableRows rows = series.open(List.of(column(Simple.BIGINT, List.of(3L)), batch))) {
      assertThat(rows.next()).isNull();
    }
    assertThat(number("live")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "-5, 'its next returned -5 rows, not 0 to 8,192'",
    "9000, 'its next returned 9,000 rows, not 0 to 8,192'"
  })
  void numberOfRowsIsChecked(int batch, String message) {
    UdfException e = failure(series.open(arguments(20_000, batch)));
    assertThat(e.code()).isEqualTo(UdfErrorCode.INVALID_RESULT);
    assertThat(e.detail()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0   | 2      | batch has the length 2, though next returned 3",
        "0   | -1     | batch has the length -1, though next returned 3",
        "8   | 1      | batch has 1 NULLs and no validity bitmap",
        "16  | 1      | n has the length 3, less than 4",
        "24  | 2      | batch has 2 buffers, not 1",
        "32  | 3      | batch has 3 children, not 2",
        "44  | 0      | batch has no list of children",
        "44  | -4     | batch has a list of children that is not within its memory",
        "100 | 2      | n has the length 2, less than 3",
        "116 | 1000000 | n has a data buffer that is not within its memory",
        "124 | 3      | n has 3 buffers, not 2",
        "140 | -1     | n has a list of buffers that is not within its memory",
      })
  void batchIsChecked(long at, long value, String message) {
    TableUdf liar = udf("liar", Simple.INTEGER, Simple.BIGINT);
    FieldVector where = column(Simple.INTEGER, List.of(at));
    UdfException e = failure(liar.open(List.of(where, column(Simple.BIGINT, List.of(value)))));
    assertThat(e.code()).isEqualTo(UdfErrorCode.INVALID_RESULT);
    assertThat(e.detail()).isEqualTo("the Arrow array of its " + message);
    assertThat(e.function()).contains("liar");
  }

  @Test
  void guestThatFailsSaysWhy() {
    assertThat(failure(series.open(arguments(-1, 5))).getMessage())
        .isEqualTo("function series: no such series");
  }

  @Test
  void nextThatNeverEndsIsStopped() {
    Map<Limit, Long> limits = Map.of(Limit.FUEL_CALL, 100_000L);
    UdfException e = failure(udf("spin", limits).open(List.of()));
    assertThat(e.code()).isEqualTo(UdfErrorCode.FUEL_EXHAUSTED);
    assertThat(e.detail()).isEqualTo("it executed more than 100,000 instructions (fuel.call)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "live"})
  void moduleIsCheckedWhenTheFunctionIsMade(String name) {
    assertThatThrownBy(() -> udf(name))
        .hasMessageContaining("the module exports no function '" + name + "__open'");
  }

  private UdfException failure(TableRows rows) {
    try (rows) {
      numbers(rows);
      throw new AssertionError("no failure");
    } catch (UdfException e) {
      try (TableRows again = series.open(arguments(3, 2))) {
        assertThat(numbers(again)).as("the next call").containsExactly(0L, 1L, 2L);
      }
      return e;
    }
  }

  private int number(String name) {
    ScalarFunction function = Guests.function("tables", name, Simple.INTEGER);
    BatchExpression call = evaluator.prepare(new KernelExpr.Call(function, List.of()));
    try (FieldVector result = call.evaluate(List.of(), 1)) {
      return ((Long) Columns.values(result).getFirst()).intValue();
    }
  }

  private List<FieldVector> arguments(long count, long batch) {
    return List.of(column(Simple.BIGINT, List.of(count)), column(Simple.INTEGER, List.of(batch)));
  }

  private FieldVector column(SqlType type, List<? extends @Nullable Object> values) {
    FieldVector column = Columns.of(type, values, memory.allocator());
    columns.add(column);
    return column;
  }
}
