package org.wasmudf.sql;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.List;

/// A type that functions have, with some of its values.
///
/// @param type in CREATE FUNCTION and CREATE TABLE
/// @param export the function of the guest `types` that returns its argument
/// @param values some, at the edges
record RoundTrip(String type, String export, List<Value> values) {
  /// A value.
  ///
  /// @param literal in SQL
  /// @param parameter as `setObject` takes it
  /// @param text of what `getObject` gives, bytes in brackets
  record Value(String literal, Object parameter, String text) {}

  static final List<RoundTrip> ALL =
      List.of(
          of("BOOLEAN", "id_i32", new Value("TRUE", true, "true"), new Value("FALSE", 0, "false")),
          of(
              "SMALLINT",
              "id_i32",
              new Value("-32768", -32_768, "-32768"),
              new Value("7", "7", "7")),
          of("INTEGER", "id_i32", new Value("2147483647", 2_147_483_647L, "2147483647")),
          of(
              "BIGINT",
              "id_i64",
              new Value("9223372036854775807", Long.MAX_VALUE, "9223372036854775807"),
              new Value("-1", (byte) -1, "-1")),
          of("REAL", "id_f32", new Value("1.5E0", 1.5f, "1.5")),
          of("DOUBLE PRECISION", "id_f64", new Value("-1.25E100", -1.25E100, "-1.25E100")),
          of(
              "DECIMAL(18, 2)",
              "id_i64",
              new Value("9999999999999999.99", "9999999999999999.99", "9999999999999999.99")),
          of(
              "DECIMAL(19, 0)",
              "id_wide",
              new Value(
                  "-9999999999999999999",
                  new BigDecimal("-9999999999999999999"),
                  "-9999999999999999999"),
              new Value("0", 0, "0")),
          of(
              "DECIMAL(38, 10)",
              "id_wide",
              new Value(
                  "1234567890123456789012345678.0123456789",
                  "1234567890123456789012345678.0123456789",
                  "1234567890123456789012345678.0123456789"),
              new Value("-0.5", -0.5, "-0.5000000000")),
          of(
              "DATE",
              "id_i32",
              new Value("DATE '1969-12-31'", LocalDate.of(1969, 12, 31), "1969-12-31")),
          of(
              "TIME(3)",
              "id_i64",
              new Value("TIME '23:59:59.999'", LocalTime.of(23, 59, 59, 999_000_000), "23:59:59"),
              new Value("TIME '00:00:00'", "00:00:00", "00:00:00")),
          of(
              "TIMESTAMP(3)",
              "id_i64",
              new Value(
                  "TIMESTAMP '1969-12-31 23:59:59.999'",
                  LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_000_000),
                  "1969-12-31 23:59:59.999")),
          of(
              "INTERVAL DAY TO SECOND",
              "id_i64",
              new Value(
                  "INTERVAL '1 02:03:04.567' DAY TO SECOND",
                  Duration.parse("PT26H3M4.567S"),
                  "PT26H3M4.567S"),
              new Value("INTERVAL -'90' SECOND", "PT-90S", "PT-1M-30S")),
          of(
              "INTERVAL HOUR TO MINUTE",
              "id_i64",
              new Value("INTERVAL '05:30' HOUR TO MINUTE", Duration.ofMinutes(330), "PT5H30M")),
          of(
              "CHAR(5)",
              "id_bytes",
              new Value("'äb'", "äb", "äb   "),
              new Value("'hello'", "hello", "hello")),
          of("VARCHAR(5)", "id_bytes", new Value("'12345'", "12345", "12345"), empty()),
          of("VARCHAR", "id_bytes", new Value("'é 😀'", "é 😀", "é 😀"), empty()));

  /// Types that PostgreSQL hasn't; it has one type for all intervals.
  static final List<RoundTrip> OF_H2 =
      List.of(
          of("TINYINT", "id_i32", new Value("-128", -128, "-128")),
          of("VARBINARY(3)", "id_bytes", new Value("X'01FF'", new byte[] {1, -1}, "[1, -1]")),
          of(
              "INTERVAL YEAR TO MONTH",
              "id_i32",
              new Value("INTERVAL '3-4' YEAR TO MONTH", Period.of(3, 4, 0), "P3Y4M"),
              new Value("INTERVAL -'1' MONTH", "P-1M", "P-1M")),
          of("INTERVAL YEAR", "id_i32", new Value("INTERVAL '12' YEAR", "P12Y", "P12Y")),
          of("INTERVAL SECOND", "id_i64", new Value("INTERVAL '1.5' SECOND", "PT1.5S", "PT1.5S")));

  private static Value empty() {
    return new Value("''", "", "");
  }

  private static RoundTrip of(String type, String export, Value... values) {
    return new RoundTrip(type, export, List.of(values));
  }

  /// From a literal, a parameter and a column, over batches and row by row, and into a column.
  void check(SqlSession session) throws Exception {
    new RoundTripCheck(session, this).run();
  }
}
