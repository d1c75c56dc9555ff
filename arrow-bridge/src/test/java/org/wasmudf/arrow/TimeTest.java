package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wasmudf.arrow.KernelExpr.Column;
import org.wasmudf.arrow.KernelExpr.Comparison;
import org.wasmudf.arrow.KernelExpr.Comparison.Relation;
import org.wasmudf.arrow.KernelExpr.Literal;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;

/// A TIME is a time of the day.
class TimeTest {
  private static final long LAST = 86_399_999_999L;

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());

  @AfterEach
  void nothingLeaks() {
    memory.close();
  }

  @ParameterizedTest
  @EnumSource
  void resultThatIsNoTimeOfTheDayIsRefused(Kernels kernels) {
    ScalarFunction time = Guests.function("plain", "id_i64", Simple.TIME, Simple.BIGINT);
    try (ScalarUdf udf = ScalarUdf.of(time, memory, kernels)) {
      for (long wrong : new long[] {-1, LAST + 1, Long.MIN_VALUE, Long.MAX_VALUE}) {
        UdfException error =
            catchThrowableOfType(
                UdfException.class, () -> call(udf, Arrays.asList(0L, LAST, null, wrong, 1L)));
        assertThat(error.code()).isEqualTo(UdfErrorCode.INVALID_RESULT);
        assertThat(error.row()).hasValue(3);
        assertThat(error).hasMessageContaining("it returned a value that TIME can't hold");
        List<@Nullable Object> right = Arrays.asList(0L, LAST, null, 1L);
        assertThat(call(udf, right)).isEqualTo(right);
      }
    }
  }

  private List<@Nullable Object> call(ScalarUdf udf, List<@Nullable Object> values) {
    try (FieldVector column = Columns.of(Simple.BIGINT, values, memory.allocator());
        FieldVector result = udf.call(List.of(column), values.size())) {
      return Columns.values(result);
    }
  }

  @Test
  void timesAndIntervalsCompare() {
    for (SqlType type :
        List.of(Simple.TIME, Simple.INTERVAL_DAY_TO_SECOND, Simple.INTERVAL_YEAR_TO_MONTH)) {
      KernelExpr less = new Comparison(Relation.LESS, new Column(0, type), new Literal(type, 100L));
      try (BatchEvaluator evaluator = new BatchEvaluator(memory);
          FieldVector column =
              Columns.of(type, Arrays.asList(99L, 100L, null), memory.allocator());
          FieldVector result = evaluator.prepare(less).evaluate(List.of(column), 3)) {
        assertThat(Columns.values(result)).containsExactly(true, false, null);
      }
    }
  }
}
