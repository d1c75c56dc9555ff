package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;

/// Random expressions over random batches give what the interpreter gives, or fail in the row in
/// which it fails.
class ExpressionsTest {
  private static final int ROWS = 130;
  private static final int BATCHES_PER_TYPE = 3;
  private static final int TREES_PER_BATCH = 7;

  @SuppressWarnings("UnusedVariable") // read by JUnit
  private static final List<SqlType> TYPES = RandomExpressions.TYPES;

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
  private final BatchEvaluator fastest = new BatchEvaluator(memory);
  private final BatchEvaluator webAssembly =
      new BatchEvaluator(memory, UdfRuntime.shared().owner(), Kernels.WEBASSEMBLY);

  @AfterEach
  void nothingLeaks() {
    fastest.close();
    webAssembly.close();
    memory.close();
  }

  @ParameterizedTest
  @FieldSource("TYPES")
  void kernelsComputeWhatTheInterpreterComputes(SqlType type) {
    for (int seed = 0; seed < BATCHES_PER_TYPE; seed++) {
      Random random = new Random(31L * TYPES.indexOf(type) + seed);
      RandomExpressions expressions = new RandomExpressions(random);
      List<List<@Nullable Object>> values = batch(expressions, random);
      List<FieldVector> columns = new ArrayList<>();
      for (List<@Nullable Object> each : values) {
        SqlType columnType = RandomExpressions.columnTypes().get(columns.size());
        columns.add(Columns.of(columnType, each, memory.allocator()));
      }
      for (int tree = 0; tree < TREES_PER_BATCH; tree++) {
        KernelExpr expression = expressions.expression(type, 1 + random.nextInt(4));
        check(fastest.prepare(expression), expression, columns, values, seed);
        check(webAssembly.prepare(expression), expression, columns, values, seed);
      }
      columns.forEach(FieldVector::close);
    }
  }

  private static List<List<@Nullable Object>> batch(RandomExpressions values, Random random) {
    List<List<@Nullable Object>> columns = new ArrayList<>();
    for (SqlType type : RandomExpressions.columnTypes()) {
      boolean nullable = random.nextBoolean();
      List<@Nullable Object> column = new ArrayList<>();
      for (int row = 0; row < ROWS; row++) {
        column.add(nullable && random.nextInt(4) == 0 ? null : values.value(type));
      }
      columns.add(column);
    }
    return columns;
  }

  private static void check(
      BatchExpression prepared,
      KernelExpr expression,
      List<FieldVector> columns,
      List<List<@Nullable Object>> values,
      int seed) {
    String description = "batch %d of %s: %s".formatted(seed, expression.type(), expression);
    List<@Nullable Object> expected = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      try {
        expected.add(Interpreter.evaluate(expression, row(values, row)));
      } catch (Interpreter.Failure failure) {
        UdfException error =
            catchThrowableOfType(
                UdfException.class, () -> prepared.evaluate(columns, ROWS).close());
        assertThat(error).as(description).isNotNull();
        assertThat(error.code()).as(description).isEqualTo(failure.code());
        assertThat(error.row()).as(description).hasValue(row);
        break;
      }
    }
    try (FieldVector result = prepared.evaluate(columns, expected.size())) {
      assertThat(Columns.values(result)).as(description).isEqualTo(expected);
    }
  }

  private static List<@Nullable Object> row(List<List<@Nullable Object>> columns, int row) {
    List<@Nullable Object> values = new ArrayList<>();
    columns.forEach(each -> values.add(each.get(row)));
    return values;
  }
}
