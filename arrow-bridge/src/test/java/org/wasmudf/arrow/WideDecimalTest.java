package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.arrow.Columns.Nulls;
import org.wasmudf.arrow.KernelExpr.Call;
import org.wasmudf.arrow.KernelExpr.Case;
import org.wasmudf.arrow.KernelExpr.Column;
import org.wasmudf.arrow.KernelExpr.IsNull;
import org.wasmudf.arrow.KernelExpr.Literal;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.arrow.SqlType.WideDecimal;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;

/// Decimals of more than 18 digits, against numbers of any size.
class WideDecimalTest {
  private static final long SEED = 38;
  private static final WideDecimal WIDEST = new WideDecimal(38, 5);

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());

  @AfterEach
  void nothingLeaks() {
    memory.close();
  }

  @Test
  void sumsAreExact() {
    Random random = new Random(SEED);
    ScalarFunction add = Guests.function("wide", "add", WIDEST, WIDEST, WIDEST);
    try (ScalarUdf udf = ScalarUdf.of(add, memory)) {
      for (int rows : new int[] {0, 1, 63, 64, 65, 8192}) {
        List<@Nullable Object> a = halves(Columns.random(WIDEST, Nulls.SOME, rows, random));
        List<@Nullable Object> b = halves(Columns.random(WIDEST, Nulls.SOME, rows, random));
        List<@Nullable Object> sums = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
          sums.add(
              a.get(row) instanceof BigInteger x && b.get(row) instanceof BigInteger y
                  ? x.add(y)
                  : null);
        }
        try (FieldVector left = Columns.of(WIDEST, a, memory.allocator());
            FieldVector right = Columns.of(WIDEST, b, memory.allocator());
            FieldVector result = udf.call(List.of(left, right), rows)) {
          assertThat(Columns.values(result)).as("seed %d", SEED).isEqualTo(sums);
        }
      }
    }
  }

  /// Of which no two have a sum of 39 digits.
  private static List<@Nullable Object> halves(List<@Nullable Object> values) {
    List<@Nullable Object> halves = new ArrayList<>();
    values.forEach(
        each -> halves.add(each instanceof BigInteger x ? x.divide(BigInteger.TWO) : null));
    return halves;
  }

  @ParameterizedTest
  @ValueSource(ints = {19, 20, 28, 37, 38})
  void digitsAreCounted(int precision) {
    WideDecimal type = new WideDecimal(precision, 0);
    ScalarFunction halves = Guests.function("wide", "halves", type, Simple.BIGINT, Simple.BIGINT);
    BigInteger max = type.maxUnscaled();
    try (ScalarUdf udf = ScalarUdf.of(halves, memory)) {
      for (BigInteger each :
          List.of(max, max.negate(), BigInteger.ZERO, BigInteger.ONE.negate(), BigInteger.TEN)) {
        assertThat(call(udf, each)).containsExactly(each);
      }
      for (BigInteger each :
          List.of(
              max.add(BigInteger.ONE),
              max.add(BigInteger.ONE).negate(),
              max.add(BigInteger.ONE.shiftLeft(64)),
              BigInteger.ONE.shiftLeft(127).negate(),
              BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE))) {
        UdfException error =
            catchThrowableOfType(
                UdfException.class, () -> call(udf, BigInteger.ZERO, each, BigInteger.ONE));
        assertThat(error.code()).isEqualTo(UdfErrorCode.INVALID_RESULT);
        assertThat(error.row()).hasValue(1);
        assertThat(error)
            .hasMessageContaining("it returned a value that DECIMAL(%d, 0) can't hold", precision);
        assertThat(call(udf, BigInteger.TWO)).containsExactly(BigInteger.TWO);
      }
    }
  }

  private List<@Nullable Object> call(ScalarUdf halves, BigInteger... numbers) {
    List<Object> high = new ArrayList<>();
    List<Object> low = new ArrayList<>();
    for (BigInteger each : numbers) {
      high.add(each.shiftRight(64).longValue());
      low.add(each.longValue());
    }
    try (FieldVector first = Columns.of(Simple.BIGINT, high, memory.allocator());
        FieldVector second = Columns.of(Simple.BIGINT, low, memory.allocator());
        FieldVector result = halves.call(List.of(first, second), numbers.length)) {
      return Columns.values(result);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, -16, Integer.MIN_VALUE, 65_521, 65_536, Integer.MAX_VALUE})
  void pointerOutsideTheMemoryIsRefused(long pointer) {
    ScalarFunction at = Guests.function("wide", "at", WIDEST, Simple.INTEGER);
    List<@Nullable Object> pointers = Arrays.asList(0L, null, pointer, 8L);
    try (ScalarUdf udf = ScalarUdf.of(at, memory);
        FieldVector column = Columns.of(Simple.INTEGER, pointers, memory.allocator());
        FieldVector last = Columns.of(Simple.INTEGER, List.of(65_520L), memory.allocator())) {
      UdfException error =
          catchThrowableOfType(UdfException.class, () -> udf.call(List.of(column), 4));
      assertThat(error.code()).isEqualTo(UdfErrorCode.INVALID_RESULT);
      assertThat(error.row()).hasValue(2);
      assertThat(error).hasMessageContaining("it returned a pointer");
      try (FieldVector result = udf.call(List.of(last), 1)) {
        assertThat(Columns.values(result)).containsExactly(BigInteger.ZERO);
      }
    }
  }

  @Test
  void expressions() {
    BigInteger x = WIDEST.maxUnscaled();
    KernelExpr column = new Column(0, WIDEST);
    KernelExpr sum =
        new Call(
            Guests.function("wide", "add", WIDEST, WIDEST, WIDEST),
            List.of(column, new Literal(WIDEST, BigInteger.ONE.negate())));
    List<@Nullable Object> values = Arrays.asList(x, null, BigInteger.ZERO);
    assertThat(evaluate(sum, values))
        .containsExactly(x.subtract(BigInteger.ONE), null, BigInteger.ONE.negate());
    KernelExpr choice =
        new Case(
            List.of(new Case.Branch(new IsNull(sum), new Literal(WIDEST, BigInteger.TWO))), column);
    assertThat(evaluate(choice, values)).containsExactly(x, BigInteger.TWO, BigInteger.ZERO);
    assertThat(evaluate(new Literal(WIDEST, x.negate()), values))
        .containsExactly(x.negate(), x.negate(), x.negate());
    assertThat(evaluate(new Literal(WIDEST, null), values)).containsExactly(null, null, null);
  }

  private List<@Nullable Object> evaluate(KernelExpr expression, List<@Nullable Object> values) {
    try (BatchEvaluator evaluator = new BatchEvaluator(memory);
        FieldVector column = Columns.of(WIDEST, values, memory.allocator());
        FieldVector result =
            evaluator.prepare(expression).evaluate(List.of(column), values.size())) {
      return Columns.values(result);
    }
  }

  /// A column may have fewer digits than the parameter, but not more.
  @Test
  void columnsOfFewerDigits() {
    WideDecimal narrower = new WideDecimal(20, 5);
    List<@Nullable Object> values = List.of(narrower.maxUnscaled());
    try (ScalarUdf identity = ScalarUdf.of(Guests.identity(WIDEST), memory);
        FieldVector column = Columns.of(narrower, values, memory.allocator());
        FieldVector result = identity.call(List.of(column), 1);
        ScalarUdf tooNarrow = ScalarUdf.of(Guests.identity(narrower), memory)) {
      assertThat(Columns.values(result)).isEqualTo(values);
      assertThat(
              catchThrowableOfType(
                  IllegalArgumentException.class, () -> tooNarrow.call(List.of(result), 1)))
          .hasMessageContaining("where DECIMAL(20, 5) is expected");
    }
  }
}
