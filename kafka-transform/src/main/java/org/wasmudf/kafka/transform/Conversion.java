package org.wasmudf.kafka.transform;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.wasmudf.arrow.NestedType;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.arrow.SqlType.Simple;

/// Makes an argument, in the form that [org.wasmudf.arrow.RowUdf] takes, of a value of Connect's.
/// Nothing is rounded or cut: a value that a type can't hold is a DataException.
@FunctionalInterface
@SuppressWarnings("JavaUtilDate") // That is how Connect has days and times.
interface Conversion {
  /// Beyond it a double doesn't have every integer.
  long MAX_EXACT_DOUBLE = 1L << 53;

  /// Eight bytes of an array.
  VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /// The lowest bit of each byte.
  long LOW_BITS = 0x0101010101010101L;

  /// The highest bit of each byte.
  long HIGH_BITS = 0x8080808080808080L;

  /// The value as an argument.
  ///
  /// @param value not null
  Object convert(Object value);

  /// Whether values of a schema can become a type's; whether a particular one does may depend on
  /// it.
  static boolean takes(SqlType type, Schema schema) {
    String name = schema.name();
    return name == null ? takesPlain(type, schema) : takes(type, schema, name);
  }

  private static boolean takes(SqlType type, Schema schema, String name) {
    return switch (name) {
      case Decimal.LOGICAL_NAME -> isDecimal(type);
      case org.apache.kafka.connect.data.Date.LOGICAL_NAME -> type == Simple.DATE;
      case Time.LOGICAL_NAME -> type == Simple.TIME;
      case Timestamp.LOGICAL_NAME -> type == Simple.TIMESTAMP;
      default -> takesPlain(type, schema);
    };
  }

  private static boolean takesPlain(SqlType type, Schema schema) {
    return switch (schema.type()) {
      case BOOLEAN -> type == Simple.BOOLEAN;
      case INT8, INT16 ->
          isInteger(type) || type == Simple.REAL || type == Simple.DOUBLE || isDecimal(type);
      case INT32, INT64 -> isInteger(type) || type == Simple.DOUBLE || isDecimal(type);
      case FLOAT32 -> type == Simple.REAL || type == Simple.DOUBLE;
      case FLOAT64 -> type == Simple.DOUBLE;
      case STRING -> type == Simple.VARCHAR;
      case BYTES -> type == Simple.VARBINARY;
      case ARRAY, MAP, STRUCT -> false;
    };
  }

  private static boolean isInteger(SqlType type) {
    return type == Simple.TINYINT
        || type == Simple.SMALLINT
        || type == Simple.INTEGER
        || type == Simple.BIGINT;
  }

  private static boolean isDecimal(SqlType type) {
    return type instanceof SqlType.Decimal || type instanceof SqlType.WideDecimal;
  }

  /// The conversion to a type.
  ///
  /// @throws IllegalArgumentException when Connect has no such values
  static Conversion to(SqlType type) {
    return switch (type) {
      case Simple.BOOLEAN -> value -> value instanceof Boolean ? value : no(value, type);
      case Simple.TINYINT -> value -> integer(value, type, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case Simple.SMALLINT -> value -> integer(value, type, Short.MIN_VALUE, Short.MAX_VALUE);
      case Simple.INTEGER ->
          value ->
              value instanceof Integer
                  ? value
                  : integer(value, type, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case Simple.BIGINT -> value -> value instanceof Long ? value : (Object) whole(value, type);
      case Simple.REAL ->
          value ->
              switch (value) {
                case Float number -> number;
                case Byte number -> number.floatValue();
                case Short number -> number.floatValue();
                default -> no(value, type);
              };
      case Simple.DOUBLE -> value -> real(value, type);
      case SqlType.Decimal(int precision, int scale) ->
          value -> unscaled(value, type, precision, scale).longValueExact();
      case SqlType.WideDecimal(int precision, int scale) ->
          value -> unscaled(value, type, precision, scale);
      case Simple.DATE -> value -> days(value, type);
      case Simple.TIME -> value -> microsOfDay(value, type);
      case Simple.TIMESTAMP -> value -> micros(millis(value, type));
      case Simple.VARCHAR -> value -> utf8(value, type);
      case Simple.VARBINARY ->
          value ->
              switch (value) {
                case byte[] bytes -> bytes;
                case ByteBuffer buffer -> bytes(buffer);
                default -> no(value, type);
              };
      case Simple.INTERVAL_DAY_TO_SECOND, Simple.INTERVAL_YEAR_TO_MONTH ->
          throw new IllegalArgumentException("Kafka Connect has no values of type " + type);
      case NestedType _ -> throw new IllegalArgumentException("no plain function has " + type);
    };
  }

  private static Object no(Object value, SqlType type) {
    throw none(value, type);
  }

  private static DataException none(Object value, SqlType type) {
    return new DataException(
        "a value of %s can't become %s".formatted(value.getClass().getSimpleName(), type));
  }

  private static DataException outOfRange(Object value, SqlType type) {
    return new DataException("%s is not within the range of %s".formatted(value, type));
  }

  private static long whole(Object value, SqlType type) {
    return switch (value) {
      case Byte number -> number;
      case Short number -> number;
      case Integer number -> number;
      case Long number -> number;
      default -> throw none(value, type);
    };
  }

  private static Object integer(Object value, SqlType type, int min, int max) {
    long number = whole(value, type);
    if (number < min || number > max) {
      throw outOfRange(value, type);
    }
    return (int) number;
  }

  private static Object real(Object value, SqlType type) {
    return switch (value) {
      case Double number -> number;
      case Float number -> number.doubleValue();
      default -> {
        long number = whole(value, type);
        if (number < -MAX_EXACT_DOUBLE || number > MAX_EXACT_DOUBLE) {
          throw new DataException(
              "%s has more digits than a %s keeps: declare BIGINT".formatted(value, type));
        }
        yield (double) number;
      }
    };
  }

  /// Says no before a power of ten is computed that is far out of any decimal's range.
  private static BigInteger unscaled(Object value, SqlType type, int precision, int scale) {
    BigDecimal number =
        value instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(whole(value, type));
    if (number.signum() == 0) {
      return BigInteger.ZERO;
    }
    if ((long) number.precision() - number.scale() > precision - scale) {
      throw new DataException("a number has more digits before its point than " + type);
    }
    if ((long) number.scale() - scale >= number.precision()) {
      throw tooFine(type);
    }
    try {
      return number.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue();
    } catch (ArithmeticException e) {
      throw tooFine(type);
    }
  }

  private static DataException tooFine(SqlType type) {
    return new DataException("a number has more digits behind its point than " + type);
  }

  private static long millis(Object value, SqlType type) {
    return value instanceof Date date ? date.getTime() : (long) no(value, type);
  }

  private static Object days(Object value, SqlType type) {
    long millis = millis(value, type);
    long days = Math.floorDiv(millis, TimeUnit.DAYS.toMillis(1));
    if (Math.floorMod(millis, TimeUnit.DAYS.toMillis(1)) != 0) {
      throw new DataException(
          "a DATE has no time of day, but there is one: %d ms".formatted(millis));
    }
    if (days != (int) days) {
      throw outOfRange(days + " days", type);
    }
    return (int) days;
  }

  private static Object microsOfDay(Object value, SqlType type) {
    long millis = millis(value, type);
    if (millis < 0 || millis >= TimeUnit.DAYS.toMillis(1)) {
      throw outOfRange(millis + " ms", type);
    }
    return TimeUnit.MILLISECONDS.toMicros(millis);
  }

  /// A TIMESTAMP.
  ///
  /// @param millis since 1970
  /// @throws DataException when it is too far away
  static Object micros(long millis) {
    long micros = TimeUnit.MILLISECONDS.toMicros(millis);
    if (TimeUnit.MICROSECONDS.toMillis(micros) != millis) {
      throw outOfRange(millis + " ms", Simple.TIMESTAMP);
    }
    return micros;
  }

  /// Half of a pair of surrogates is no character, and UTF-8 has no bytes for it.
  private static Object utf8(Object value, SqlType type) {
    if (!(value instanceof String text)) {
      return no(value, type);
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length != text.length() || hasQuestionMark(bytes)) {
      checkPairs(text);
    }
    return bytes;
  }

  /// Java encodes such halves as question marks.
  private static boolean hasQuestionMark(byte[] bytes) {
    int words = bytes.length / Long.BYTES * Long.BYTES;
    for (int i = 0; i < words; i += Long.BYTES) {
      // A byte that is zero, of eight at once: Warren, Hacker's Delight, section 6-1.
      long zeroWhereEqual = (long) WORD.get(bytes, i) ^ '?' * LOW_BITS;
      if ((zeroWhereEqual - LOW_BITS & ~zeroWhereEqual & HIGH_BITS) != 0) {
        return true;
      }
    }
    for (int i = words; i < bytes.length; i++) {
      if (bytes[i] == '?') {
        return true;
      }
    }
    return false;
  }

  private static void checkPairs(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          throw new DataException(
              "a string has half a character at %d: it is not Unicode".formatted(i));
        }
        i++;
      }
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
