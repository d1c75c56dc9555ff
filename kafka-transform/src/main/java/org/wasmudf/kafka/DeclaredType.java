package org.wasmudf.kafka;

import java.util.Locale;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.arrow.StringLength;

/// A type in a declaration, by SQL's names.
///
/// @param length of a string or binary; it counts for results only
record DeclaredType(SqlType type, StringLength length) {
  private static final String SUPPORTED =
      "; a function can have BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL(p,"
          + " s), DATE, TIME, TIMESTAMP, CHAR(n), VARCHAR, VARCHAR(n), BINARY(n) and VARBINARY";

  /// Reads a type.
  ///
  /// @throws IllegalArgumentException when there is no such type, or functions of Kafka's records
  ///   can't have it
  static DeclaredType read(TextReader text) {
    String name = text.name("a type").toUpperCase(Locale.ROOT);
    return switch (name) {
      case "BOOLEAN" -> of(Simple.BOOLEAN);
      case "TINYINT" -> of(Simple.TINYINT);
      case "SMALLINT" -> of(Simple.SMALLINT);
      case "INTEGER", "INT" -> of(Simple.INTEGER);
      case "BIGINT" -> of(Simple.BIGINT);
      case "REAL" -> of(Simple.REAL);
      case "DOUBLE" -> {
        text.takes("PRECISION");
        yield of(Simple.DOUBLE);
      }
      case "FLOAT" -> of(Simple.DOUBLE);
      case "DECIMAL", "DEC", "NUMERIC" -> decimal(text);
      case "DATE" -> of(Simple.DATE);
      case "TIME" -> withDigits(Simple.TIME, text);
      case "TIMESTAMP" -> withDigits(Simple.TIMESTAMP, text);
      case "CHAR", "CHARACTER" ->
          text.takes("VARYING")
              ? bytes(Simple.VARCHAR, StringLength.ANY, false, text)
              : bytes(Simple.VARCHAR, new StringLength(1, true), true, text);
      case "VARCHAR" -> bytes(Simple.VARCHAR, StringLength.ANY, false, text);
      case "BINARY" ->
          text.takes("VARYING")
              ? bytes(Simple.VARBINARY, StringLength.ANY, false, text)
              : bytes(Simple.VARBINARY, new StringLength(1, false), false, text);
      case "VARBINARY" -> bytes(Simple.VARBINARY, StringLength.ANY, false, text);
      case "ARRAY", "ROW", "MAP", "MULTISET" ->
          throw new IllegalArgumentException(
              "a function can't take or return %s yet%s".formatted(name, SUPPORTED));
      case "INTERVAL" ->
          throw new IllegalArgumentException(
              "a function can't take or return INTERVAL in Kafka, which has no such type: use"
                  + " BIGINT");
      default -> throw new IllegalArgumentException("there is no type " + name + SUPPORTED);
    };
  }

  private static DeclaredType of(SqlType type) {
    return new DeclaredType(type, StringLength.ANY);
  }

  private static DeclaredType decimal(TextReader text) {
    if (!text.takes('(')) {
      throw new IllegalArgumentException(
          "DECIMAL without its digits: write DECIMAL(p, s), with p digits of which s are behind the"
              + " point");
    }
    int precision = text.number("the number of digits");
    int scale = text.takes(',') ? text.number("the number of digits behind the point") : 0;
    text.expect(')');
    return of(SqlType.decimal(precision, scale));
  }

  /// How many digits of a second are meant is not a function's affair: it has microseconds.
  private static DeclaredType withDigits(SqlType type, TextReader text) {
    if (text.takes('(')) {
      text.number("the number of digits of a second");
      text.expect(')');
    }
    return of(type);
  }

  private static DeclaredType bytes(
      SqlType type, StringLength unsaid, boolean isPadded, TextReader text) {
    if (!text.takes('(')) {
      return new DeclaredType(type, unsaid);
    }
    int most = text.number("a length");
    text.expect(')');
    return new DeclaredType(type, new StringLength(most, isPadded));
  }
}
