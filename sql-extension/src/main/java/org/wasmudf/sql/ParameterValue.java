package org.wasmudf.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.apache.calcite.avatica.util.ByteString;
import org.wasmudf.arrow.NestedType;
import org.wasmudf.arrow.SqlType;

/// The value of one `?`, not NULL.
///
/// Calcite's generated code expects exactly the Java class of the planned type, and would fail with
/// a ClassCastException on what every database converts.
///
/// @param index which parameter, from 1
/// @param value as the user has set it
record ParameterValue(int index, Object value) {
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

  static ParameterValue of(int index, Object value) {
    return new ParameterValue(index, value);
  }

  /// Sets the value, converted to one of [Types].
  void bind(PreparedStatement statement, int type) throws SQLException {
    switch (type) {
      case Types.BOOLEAN, Types.BIT -> statement.setBoolean(index, toBoolean());
      case Types.TINYINT -> statement.setByte(index, (byte) toLong(Byte.MIN_VALUE, Byte.MAX_VALUE));
      case Types.SMALLINT ->
          statement.setShort(index, (short) toLong(Short.MIN_VALUE, Short.MAX_VALUE));
      case Types.INTEGER ->
          statement.setInt(index, (int) toLong(Integer.MIN_VALUE, Integer.MAX_VALUE));
      case Types.BIGINT -> statement.setLong(index, toLong(Long.MIN_VALUE, Long.MAX_VALUE));
      case Types.REAL -> statement.setFloat(index, toDecimalOrDouble().floatValue());
      case Types.FLOAT, Types.DOUBLE ->
          statement.setDouble(index, toDecimalOrDouble().doubleValue());
      case Types.DECIMAL, Types.NUMERIC -> statement.setBigDecimal(index, toDecimal());
      case Types.CHAR, Types.VARCHAR -> statement.setString(index, toText());
      case Types.BINARY, Types.VARBINARY -> statement.setBytes(index, toBytes());
      case Types.DATE -> statement.setDate(index, toDate());
      case Types.TIME -> statement.setTime(index, toTime());
      case Types.TIMESTAMP -> statement.setTimestamp(index, toTimestamp());
      default -> statement.setObject(index, value);
    }
  }

  /// Sets the value, converted to a type of which JDBC knows the name only.
  void bindOther(PreparedStatement statement, String type) throws SQLException {
    switch (type) {
      case "INTERVAL_YEAR", "INTERVAL_YEAR_TO_MONTH", "INTERVAL_MONTH" ->
          statement.setObject(index, new IntervalValue(index, value).months());
      case String interval when interval.startsWith("INTERVAL_") ->
          statement.setObject(index, new IntervalValue(index, value).millis());
      default -> statement.setObject(index, value);
    }
  }

  /// The value as [org.wasmudf.sql.exec.CellWriter] writes it to a column.
  Object cell(SqlType type) throws SQLException {
    return switch (type) {
      case SqlType.Simple.BOOLEAN -> toBoolean();
      case SqlType.Simple.TINYINT -> toLong(Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SqlType.Simple.SMALLINT -> toLong(Short.MIN_VALUE, Short.MAX_VALUE);
      case SqlType.Simple.INTEGER -> toLong(Integer.MIN_VALUE, Integer.MAX_VALUE);
      case SqlType.Simple.BIGINT -> toLong(Long.MIN_VALUE, Long.MAX_VALUE);
      case SqlType.Simple.REAL, SqlType.Simple.DOUBLE -> toDecimalOrDouble();
      case SqlType.Decimal _, SqlType.WideDecimal _ -> toDecimal();
      case SqlType.Simple.VARCHAR -> toText();
      case SqlType.Simple.VARBINARY -> new ByteString(toBytes());
      case SqlType.Simple.DATE -> toDate().toLocalDate().toEpochDay();
      case SqlType.Simple.TIME -> millisOfDay(toTime());
      case SqlType.Simple.INTERVAL_DAY_TO_SECOND -> new IntervalValue(index, value).millis();
      case SqlType.Simple.INTERVAL_YEAR_TO_MONTH -> new IntervalValue(index, value).months();
      case SqlType.Simple.TIMESTAMP ->
          toTimestamp().toLocalDateTime().toInstant(ZoneOffset.UTC).toEpochMilli();
      case NestedType nested -> new NestedValue(index, value).cell(nested);
    };
  }

  private boolean toBoolean() throws SQLException {
    return switch (value) {
      case Boolean is -> is;
      case Number number -> number.doubleValue() != 0;
      case String text when text.equalsIgnoreCase("true") -> true;
      case String text when text.equalsIgnoreCase("false") -> false;
      default -> throw mismatch("a BOOLEAN");
    };
  }

  private long toLong(long min, long max) throws SQLException {
    BigDecimal number = toDecimal();
    try {
      long whole = number.longValueExact();
      if (whole >= min && whole <= max) {
        return whole;
      }
    } catch (ArithmeticException e) {
      // A fraction, or beyond 64 bits: the error below.
    }
    throw new SQLDataException(
        "parameter %d: %s is not a whole number from %d to %d".formatted(index, number, min, max),
        "22003");
  }

  private Number toDecimalOrDouble() throws SQLException {
    return switch (value) {
      case Number number -> number;
      case String text when NOT_FINITE.contains(text.strip()) -> Double.valueOf(text.strip());
      case String text -> {
        toDecimal(); // Takes nothing but SQL's numbers, and loses the sign of -0.0.
        yield Double.valueOf(text.strip());
      }
      default -> toDecimal();
    };
  }

  private BigDecimal toDecimal() throws SQLException {
    try {
      return switch (value) {
        case BigDecimal number -> number;
        case BigInteger number -> new BigDecimal(number);
        case Boolean is -> is ? BigDecimal.ONE : BigDecimal.ZERO;
        case Number number -> new BigDecimal(number.toString());
        case String text -> new BigDecimal(text.strip());
        default -> throw mismatch("a number");
      };
    } catch (NumberFormatException e) {
      throw mismatch("a number");
    }
  }

  private String toText() throws SQLException {
    return switch (value) {
      case byte[] _ -> throw mismatch("a VARCHAR");
      default -> value.toString();
    };
  }

  private byte[] toBytes() throws SQLException {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    throw mismatch("a VARBINARY");
  }

  private Date toDate() throws SQLException {
    try {
      return switch (value) {
        case Date date -> date;
        case LocalDate date -> Date.valueOf(date);
        case LocalDateTime time -> Date.valueOf(time.toLocalDate());
        case String text -> Date.valueOf(text.strip());
        default -> throw mismatch("a DATE");
      };
    } catch (IllegalArgumentException e) {
      throw mismatch("a DATE");
    }
  }

  private Time toTime() throws SQLException {
    try {
      return switch (value) {
        case Time time -> time;
        case LocalTime time -> millis(time);
        case Timestamp time -> millis(time.toLocalDateTime().toLocalTime());
        case String text -> millis(LocalTime.parse(text.strip()));
        default -> throw mismatch("a TIME");
      };
    } catch (DateTimeParseException e) {
      throw mismatch("a TIME");
    }
  }

  /// [Time#toLocalTime] would lose the fraction.
  private static long millisOfDay(Time time) {
    LocalTime exact = new Timestamp(time.getTime()).toLocalDateTime().toLocalTime();
    return exact.toNanoOfDay() / NANOS_PER_MILLI;
  }

  private static Time millis(LocalTime time) {
    if (time.toNanoOfDay() % NANOS_PER_MILLI != 0) {
      throw FractionalSeconds.refused(time.toString());
    }
    return new Time(Timestamp.valueOf(time.atDate(LocalDate.EPOCH)).getTime());
  }

  private Timestamp toTimestamp() throws SQLException {
    try {
      Timestamp time =
          switch (value) {
            case Timestamp at -> at;
            case LocalDateTime at -> Timestamp.valueOf(at);
            case LocalDate at -> Timestamp.valueOf(at.atStartOfDay());
            case Date at -> Timestamp.valueOf(at.toLocalDate().atStartOfDay());
            case String text -> Timestamp.valueOf(text.strip());
            default -> throw mismatch("a TIMESTAMP");
          };
      if (time.getNanos() % NANOS_PER_MILLI != 0) {
        throw FractionalSeconds.refused(time.toString());
      }
      return time;
    } catch (IllegalArgumentException e) {
      throw mismatch("a TIMESTAMP");
    }
  }

  SQLException mismatch(String expected) {
    return new SQLDataException(
        "parameter %d: %s is not %s"
            .formatted(
                index, value instanceof byte[] ? "an array of bytes" : "'" + value + "'", expected),
        "22018");
  }
}
