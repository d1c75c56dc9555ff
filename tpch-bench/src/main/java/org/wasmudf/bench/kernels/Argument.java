package org.wasmudf.bench.kernels;

import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.wasmudf.arrow.SqlType;

/// A parameter of a sample function, and where values for it come from: spread like real ones, so
/// that no branch predictor learns them.
@SuppressWarnings(
    "ImmutableEnumChecker") // Types and lambdas are immutable; they just do not say so.
enum Argument {
  PRICE(SqlType.Simple.DOUBLE, (random, rows) -> doubles(rows, i -> cents(random) / 100.0)),
  DISCOUNT(SqlType.Simple.DOUBLE, (random, rows) -> doubles(rows, i -> random.nextInt(11) / 100.0)),
  TAX(SqlType.Simple.DOUBLE, (random, rows) -> doubles(rows, i -> random.nextInt(9) / 100.0)),
  PRICE_DEC(money(), (random, rows) -> longs(rows, i -> cents(random))),
  DISCOUNT_DEC(money(), (random, rows) -> longs(rows, i -> (long) random.nextInt(11))),
  TAX_DEC(money(), (random, rows) -> longs(rows, i -> (long) random.nextInt(9))),
  PART_TYPE(SqlType.Simple.VARCHAR, (random, rows) -> strings(rows, i -> Words.partType(random))),
  /// A day in the years of TPC-H's orders.
  DAY(SqlType.Simple.DATE, (random, rows) -> random.ints(rows, 8_035, 10_592).toArray()),
  INTEGER(
      SqlType.Simple.BIGINT,
      (random, rows) -> longs(rows, i -> random.nextLong(-1_000_000, 1_000_000))),
  /// The part of the plane that the set lies in.
  REAL_PART(SqlType.Simple.DOUBLE, (random, rows) -> random.doubles(rows, -2.0, 0.5).toArray()),
  IMAGINARY_PART(
      SqlType.Simple.DOUBLE, (random, rows) -> random.doubles(rows, -1.25, 1.25).toArray()),
  NAME(SqlType.Simple.VARCHAR, (random, rows) -> strings(rows, i -> Words.name(random))),
  EMAIL(SqlType.Simple.VARCHAR, (random, rows) -> strings(rows, i -> Words.email(random))),
  UTF8_TEXT(
      SqlType.Simple.VARCHAR,
      (random, rows) ->
          IntStream.range(0, rows)
              .mapToObj(i -> Words.email(random).getBytes(StandardCharsets.UTF_8))
              .toArray(byte[][]::new));

  private interface Source {
    Object column(RandomGenerator random, int rows);
  }

  private final SqlType type;
  private final Source source;

  Argument(SqlType type, Source source) {
    this.type = type;
    this.source = source;
  }

  SqlType type() {
    return type;
  }

  /// A column of values, as [JavaColumn] says.
  Object column(RandomGenerator random, int rows) {
    return source.column(random, rows);
  }

  private static SqlType money() {
    return new SqlType.Decimal(15, 2);
  }

  private static long cents(RandomGenerator random) {
    return random.nextLong(90_000, 10_500_000);
  }

  private static Object doubles(int rows, IntFunction<Double> value) {
    return IntStream.range(0, rows).mapToObj(value).mapToDouble(Double::doubleValue).toArray();
  }

  private static Object longs(int rows, IntFunction<Long> value) {
    return IntStream.range(0, rows).mapToObj(value).mapToLong(Long::longValue).toArray();
  }

  private static Object strings(int rows, IntFunction<String> value) {
    return IntStream.range(0, rows).mapToObj(value).toArray(String[]::new);
  }
}
