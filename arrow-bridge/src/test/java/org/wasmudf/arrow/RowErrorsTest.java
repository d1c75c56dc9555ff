package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.arrow.KernelExpr.Arithmetic;
import org.wasmudf.arrow.KernelExpr.Arithmetic.Operator;
import org.wasmudf.arrow.KernelExpr.Call;
import org.wasmudf.arrow.KernelExpr.Case;
import org.wasmudf.arrow.KernelExpr.Column;
import org.wasmudf.arrow.KernelExpr.Comparison;
import org.wasmudf.arrow.KernelExpr.Literal;
import org.wasmudf.arrow.SqlType.Decimal;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;

/// What fails says which function, which row and why, and leaves nothing behind.
class RowErrorsTest {
  private static final Column COLUMN = new Column(0, Simple.BIGINT);

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
  private final BatchEvaluator evaluator = new BatchEvaluator(memory);

  @AfterEach
  void nothingLeaks() {
    evaluator.close();
    memory.close();
  }

  @ParameterizedTest
  @CsvSource({
    "unreachable, TRAP_UNREACHABLE",
    "divide_by_zero, TRAP_DIVIDE_BY_ZERO",
    "remainder_by_zero, TRAP_DIVIDE_BY_ZERO",
    "divide_overflow, TRAP_INTEGER_OVERFLOW",
    "convert_nan, TRAP_INTEGER_OVERFLOW",
    "convert_overflow, TRAP_INTEGER_OVERFLOW",
    "load_out_of_bounds, TRAP_OUT_OF_BOUNDS",
    "store_out_of_bounds, TRAP_OUT_OF_BOUNDS",
    "fill_out_of_bounds, TRAP_OUT_OF_BOUNDS",
    "call_of_nothing, TRAP_INDIRECT_CALL",
    "call_of_another_type, TRAP_INDIRECT_CALL",
    "call_beyond_the_table, TRAP_INDIRECT_CALL",
    "stack_overflow, STACK_OVERFLOW",
  })
  void trapInOneRowFailsTheBatchAndTheNextCallWorks(String export, UdfErrorCode code) {
    BatchExpression trap = evaluator.prepare(call(export, COLUMN));
    for (int row : new int[] {0, 1, 63, 64, 100}) {
      UdfException error = failure(trap, numbers(101, row));
      assertThat(error.code()).isEqualTo(code);
      assertError(error, export, row);
      assertThat(evaluate(trap, numbers(101, -1))).isEqualTo(numbers(101, -1));
    }
  }

  @Test
  void rowIsCountedAmongAllRowsWhereSomeAreNull() {
    List<@Nullable Long> values = new ArrayList<>(numbers(200, 150));
    for (int row = 0; row < 150; row += 2) {
      values.set(row, null);
    }
    assertError(
        failure(evaluator.prepare(call("unreachable", COLUMN)), values), "unreachable", 150);
  }

  @Test
  void nullIsNotGivenToTheFunctionThatWouldTrap() {
    List<@Nullable Long> values = new ArrayList<>(numbers(70, -1));
    values.set(13, null);
    values.set(64, null);
    assertThat(evaluate(evaluator.prepare(call("unreachable", COLUMN)), values)).isEqualTo(values);
  }

  /// Calls before this one have brought the instance near its tenth; a new one has nine to go.
  @Test
  void functionThatDoesNotFailAgainIsNamedWithoutARow() {
    BatchExpression once = evaluator.prepare(trapsInTheTenthCall());
    evaluate(once, numbers(7, -1));
    UdfException error = failure(once, numbers(5, -1));
    assertThat(error.code()).isEqualTo(UdfErrorCode.TRAP_UNREACHABLE);
    assertThat(error.function()).contains("traps_in_the_tenth_call");
    assertThat(error.row()).isEmpty();
    assertThat(evaluate(once, numbers(4, -1))).isEqualTo(numbers(4, -1));
  }

  @Test
  void ofSeveralFunctionsThatDoNotFailAgainNoneIsNamed() {
    KernelExpr sum =
        new Arithmetic(
            Operator.ADD, trapsInTheTenthCall(), call("unreachable", COLUMN), Simple.BIGINT);
    BatchExpression once = evaluator.prepare(sum);
    evaluate(once, numbers(7, -1));
    UdfException error = failure(once, numbers(5, -1));
    assertThat(error.code()).isEqualTo(UdfErrorCode.TRAP_UNREACHABLE);
    assertThat(error.function()).isEmpty();
    assertThat(error.row()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void ofSeveralCallsTheOneThatFailedIsNamed(int failing) {
    List<String> exports =
        List.of("unreachable", "divide_by_zero", "convert_nan", "load_out_of_bounds");
    KernelExpr sum = new Literal(Simple.BIGINT, 0L);
    for (int i = 0; i < exports.size(); i++) {
      Call call = call(exports.get(i), new Column(i, Simple.BIGINT));
      sum = new Arithmetic(Operator.ADD, sum, call, Simple.BIGINT);
    }
    BatchExpression all = evaluator.prepare(sum);
    List<List<Long>> columns = new ArrayList<>();
    for (int i = 0; i < exports.size(); i++) {
      columns.add(numbers(80, i == failing ? 77 : -1));
    }
    assertError(failureOf(all, columns, 80), exports.get(failing), 77);
    columns.set(failing, numbers(80, -1));
    assertThat(evaluateOf(all, columns, 80).get(79)).isEqualTo(4 * numbers(80, -1).get(79));
  }

  @Test
  void innerOfNestedCallsIsNamed() {
    BatchExpression nested = evaluator.prepare(call("unreachable", call("divide_by_zero", COLUMN)));
    assertError(failure(nested, numbers(20, 5)), "divide_by_zero", 5);
    nested = evaluator.prepare(call("divide_by_zero", call("unreachable", COLUMN)));
    assertError(failure(nested, numbers(20, 5)), "unreachable", 5);
  }

  @Test
  void builtInErrorAfterACallBlamesNoFunction() {
    KernelExpr sum =
        new Arithmetic(
            Operator.ADD,
            call("unreachable", COLUMN),
            new Literal(Simple.BIGINT, Long.MAX_VALUE),
            Simple.BIGINT);
    UdfException error = failure(evaluator.prepare(sum), List.of(0L, 0L, -5L, 1L, 0L));
    assertThat(error.code()).isEqualTo(UdfErrorCode.NUMERIC_OVERFLOW);
    assertThat(error.function()).isEmpty();
    assertThat(error.row()).hasValue(3);
  }

  @Test
  void builtInErrorWithoutAnyCallNamesTheRow() {
    KernelExpr quotient =
        new Arithmetic(Operator.DIVIDE, new Literal(Simple.BIGINT, 1L), COLUMN, Simple.BIGINT);
    BatchExpression division = evaluator.prepare(quotient);
    UdfException error = failure(division, List.of(1L, 1L, 0L));
    assertThat(error.code()).isEqualTo(UdfErrorCode.DIVISION_BY_ZERO);
    assertThat(error.row()).hasValue(2);
    assertThat(error).hasMessage("row 2 of the batch: division by zero");
    assertThat(evaluate(division, List.of(1L, -1L))).isEqualTo(List.of(1L, -1L));
  }

  @ParameterizedTest
  @CsvSource({
    "TINYINT, 127, -128, 128",
    "TINYINT, -1, 0, -129",
    "TINYINT, 5, 6, 2147483647",
    "SMALLINT, 32767, -32768, 32768",
    "SMALLINT, 1, 2, -32769",
  })
  void narrowResultOutOfRangeIsRefused(Simple type, long good, long alsoGood, long bad) {
    ScalarFunction function = Guests.function("plain", "id_i32", type, Simple.INTEGER);
    assertRange(function, Simple.INTEGER, List.of(good, alsoGood), bad);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 9, -9, 10",
    "1, 1, 9, -9, -10",
    "9, 2, 999999999, -999999999, 1000000000",
    "18, 4, 999999999999999999, -999999999999999999, 1000000000000000000",
    "18, 18, 0, 1, -1000000000000000000",
    "18, 0, 0, 1, 9223372036854775807",
    "18, 0, 0, 1, -9223372036854775808",
  })
  void decimalResultOutOfRangeIsRefused(
      int precision, int scale, long good, long alsoGood, long bad) {
    ScalarFunction function =
        Guests.function("plain", "id_i64", new Decimal(precision, scale), Simple.BIGINT);
    assertRange(function, Simple.BIGINT, List.of(good, alsoGood), bad);
  }

  private void assertRange(ScalarFunction function, SqlType type, List<Long> good, long bad) {
    KernelExpr call = new Call(function, List.of(new Column(0, type)));
    BatchExpression expression = evaluator.prepare(call);
    List<Long> values = new ArrayList<>(good);
    values.add(bad);
    try (FieldVector column = Columns.of(type, values, memory.allocator())) {
      UdfException error =
          catchThrowableOfType(
              UdfException.class, () -> expression.evaluate(List.of(column), 3).close());
      assertThat(error.code()).isEqualTo(UdfErrorCode.INVALID_RESULT);
      assertError(error, function.name(), 2);
      assertThat(error).hasMessageContaining(function.signature().result().toString());
    }
    try (FieldVector column = Columns.of(type, good, memory.allocator());
        FieldVector result = expression.evaluate(List.of(column), 2)) {
      assertThat(Columns.values(result)).isEqualTo(good);
    }
  }

  @Test
  void anyNonZeroBooleanResultIsTrue() {
    ScalarFunction function = Guests.function("plain", "id_i32", Simple.BOOLEAN, Simple.INTEGER);
    KernelExpr call = new Call(function, List.of(new Column(0, Simple.INTEGER)));
    List<Long> values = List.of(0L, 1L, -1L, 2L, 256L, (long) Integer.MIN_VALUE);
    try (FieldVector column = Columns.of(Simple.INTEGER, values, memory.allocator());
        FieldVector result = evaluator.prepare(call).evaluate(List.of(column), 6)) {
      assertThat(Columns.values(result)).isEqualTo(List.of(false, true, true, true, true, true));
    }
  }

  @Test
  void callThatIsNotReachedIsNotMade() {
    KernelExpr isThirteen =
        new Comparison(Comparison.Relation.EQUAL, COLUMN, new Literal(Simple.BIGINT, 13L));
    KernelExpr guarded =
        new Case(
            List.of(new Case.Branch(isThirteen, new Literal(Simple.BIGINT, 0L))),
            call("unreachable", COLUMN));
    List<Long> result = evaluate(evaluator.prepare(guarded), numbers(100, 50));
    assertThat(result.get(50)).isZero();
    assertThat(result.get(51)).isEqualTo(numbers(100, 50).get(51));
  }

  @Test
  void initialisationThatTrapsNamesTheFunctionAndNoRow() {
    ScalarFunction function =
        Guests.function("start-traps", "id_i64", Simple.BIGINT, Simple.BIGINT);
    BatchExpression call = evaluator.prepare(new Call(function, List.of(COLUMN)));
    for (int attempt = 0; attempt < 2; attempt++) {
      UdfException error = failure(call, numbers(3, -1));
      assertThat(error.code()).isEqualTo(UdfErrorCode.TRAP_UNREACHABLE);
      assertThat(error.function()).contains("id_i64");
      assertThat(error.row()).isEmpty();
    }
    BatchExpression other = evaluator.prepare(call("unreachable", COLUMN));
    assertThat(evaluate(other, numbers(3, -1))).isEqualTo(numbers(3, -1));
  }

  private static Call trapsInTheTenthCall() {
    ScalarFunction function =
        Guests.function(
            Guests.unusedModule("traps"), "traps_in_the_tenth_call", Simple.BIGINT, Simple.BIGINT);
    return new Call(function, List.of(COLUMN));
  }

  private static Call call(String export, KernelExpr argument) {
    return new Call(
        Guests.function("traps", export, Simple.BIGINT, Simple.BIGINT), List.of(argument));
  }

  /// Numbers that no function traps for, but for the one at `thirteen`.
  private static List<Long> numbers(int rows, int thirteen) {
    return LongStream.range(0, rows).map(i -> i == thirteen ? 13 : 1000 + i).boxed().toList();
  }

  private static void assertError(UdfException error, String function, long row) {
    assertThat(error.function()).contains(function);
    assertThat(error.row()).hasValue(row);
    assertThat(error).hasMessageStartingWith("function " + function + ", row " + row);
  }

  private UdfException failure(BatchExpression expression, List<? extends @Nullable Long> values) {
    return failureOf(expression, List.of(values), values.size());
  }

  private UdfException failureOf(
      BatchExpression expression,
      List<? extends List<? extends @Nullable Long>> columns,
      int rows) {
    return catchThrowableOfType(UdfException.class, () -> evaluateOf(expression, columns, rows));
  }

  private List<Long> evaluate(BatchExpression expression, List<? extends @Nullable Long> values) {
    return evaluateOf(expression, List.of(values), values.size());
  }

  @SuppressWarnings("unchecked") // every expression here is BIGINT
  private List<Long> evaluateOf(
      BatchExpression expression,
      List<? extends List<? extends @Nullable Long>> columns,
      int rows) {
    List<FieldVector> vectors = new ArrayList<>();
    for (List<? extends @Nullable Long> each : columns) {
      vectors.add(Columns.of(Simple.BIGINT, each, memory.allocator()));
    }
    long before = memory.allocator().getAllocatedMemory();
    try (FieldVector result = expression.evaluate(vectors, rows)) {
      return (List<Long>) (List<?>) Columns.values(result);
    } finally {
      assertThat(memory.allocator().getAllocatedMemory()).as("a leak").isEqualTo(before);
      vectors.forEach(FieldVector::close);
    }
  }
}
