package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmudf.arrow.KernelExpr.Arithmetic;
import org.wasmudf.arrow.KernelExpr.Arithmetic.Operator;
import org.wasmudf.arrow.KernelExpr.Cast;
import org.wasmudf.arrow.KernelExpr.Column;
import org.wasmudf.arrow.KernelExpr.Comparison;
import org.wasmudf.arrow.SqlType.Decimal;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;

/// Every built-in operation on every pair of values at the edges of its types, against exact
/// arithmetic: values in one batch, failures one by one.
class ArithmeticEdgesTest {
  private static final Decimal CENTS = new Decimal(18, 2);
  private static final List<SqlType> EXACT =
      List.of(
          Simple.TINYINT, Simple.SMALLINT, Simple.INTEGER, Simple.BIGINT, new Decimal(3, 1), CENTS);
  private static final List<Double> FLOATING =
      List.of(
          0.0,
          -0.0,
          1.0,
          -1.5,
          (double) Float.MAX_VALUE,
          (double) Float.MIN_VALUE,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.NaN);

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
  private final BatchEvaluator evaluator = new BatchEvaluator(memory);

  @AfterEach
  void nothingLeaks() {
    evaluator.close();
    memory.close();
  }

  static Stream<SqlType> types() {
    return Stream.concat(EXACT.stream(), Stream.of(Simple.REAL, Simple.DOUBLE));
  }

  static Stream<Arguments> operations() {
    return types()
        .flatMap(
            type ->
                Stream.of(Operator.values())
                    .filter(each -> Arithmetics.takes(each, type, type, result(each, type)))
                    .map(each -> Arguments.of(each, type)));
  }

  private static SqlType result(Operator operator, SqlType type) {
    return operator == Operator.MULTIPLY && type instanceof Decimal decimal
        ? new Decimal(18, 2 * decimal.scale())
        : type;
  }

  @ParameterizedTest
  @MethodSource("operations")
  void arithmeticIsExactOrFails(Operator operator, SqlType type) {
    check(
        new Arithmetic(operator, new Column(0, type), new Column(1, type), result(operator, type)),
        type);
  }

  static Stream<Arguments> casts() {
    return EXACT.stream()
        .flatMap(
            from ->
                Stream.concat(
                        EXACT.stream(),
                        Stream.of(
                            Simple.REAL, Simple.DOUBLE, new Decimal(18, 18), new Decimal(5, 3)))
                    .filter(to -> Arithmetics.casts(from, to))
                    .map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest
  @MethodSource("casts")
  void castIsExactOrFails(SqlType from, SqlType to) {
    check(new Cast(new Column(0, from), to), from);
  }

  @ParameterizedTest
  @MethodSource("types")
  void comparisonsHold(SqlType type) {
    for (Comparison.Relation each : Comparison.Relation.values()) {
      check(new Comparison(each, new Column(0, type), new Column(1, type)), type);
    }
  }

  /// Both columns get every pair of edges.
  private void check(KernelExpr operation, SqlType type) {
    BatchExpression expression = evaluator.prepare(operation);
    List<List<Object>> good = new ArrayList<>();
    List<@Nullable Object> expected = new ArrayList<>();
    List<? extends Object> edges = edges(type);
    for (Object left : edges) {
      for (Object right : edges) {
        List<Object> pair = List.of(left, right);
        try {
          expected.add(Interpreter.evaluate(operation, pair));
          good.add(pair);
        } catch (Interpreter.Failure failure) {
          UdfException error =
              catchThrowableOfType(
                  UdfException.class, () -> evaluate(expression, type, List.of(pair)));
          assertThat(error).as("%s of %s", operation, pair).isNotNull();
          assertThat(error.code()).as("%s of %s", operation, pair).isEqualTo(failure.code());
        }
      }
    }
    assertThat(evaluate(expression, type, good))
        .as("%s of %s", operation, good)
        .isEqualTo(expected);
  }

  private List<@Nullable Object> evaluate(
      BatchExpression expression, SqlType type, List<List<Object>> rows) {
    List<Object> lefts = rows.stream().map(List::getFirst).toList();
    List<Object> rights = rows.stream().map(List::getLast).toList();
    try (FieldVector left = Columns.of(type, lefts, memory.allocator());
        FieldVector right = Columns.of(type, rights, memory.allocator());
        FieldVector result = expression.evaluate(List.of(left, right), rows.size())) {
      return Columns.values(result);
    }
  }

  private static List<? extends Object> edges(SqlType type) {
    if (Arithmetics.isFloat(type)) {
      return FLOATING;
    }
    long max =
        switch (type) {
          case Simple.TINYINT -> Byte.MAX_VALUE;
          case Simple.SMALLINT -> Short.MAX_VALUE;
          case Simple.INTEGER -> Integer.MAX_VALUE;
          case Decimal decimal -> decimal.maxUnscaled();
          default -> Long.MAX_VALUE;
        };
    long min = type instanceof Decimal ? -max : -max - 1;
    TreeSet<Long> edges = new TreeSet<>(List.of(min, min + 1, -1L, 0L, 1L, 2L, max - 1, max));
    if (max > Integer.MAX_VALUE) {
      // Around the root of the largest product, and where 32 bits end.
      edges.addAll(List.of(3_037_000_499L, 3_037_000_500L, 1L << 31, -(1L << 31) - 1, -(1L << 32)));
    }
    return List.copyOf(edges);
  }
}
