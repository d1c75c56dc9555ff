package org.wasmudf.arrow;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.wasmudf.runtime.binary.ValueType;

/// A SQL type that a function takes or returns, with its form in Arrow and in WebAssembly.
public sealed interface SqlType
    permits SqlType.Simple, SqlType.Decimal, SqlType.WideDecimal, NestedType {
  /// The types without parameters.
  enum Simple implements SqlType {
    BOOLEAN,
    TINYINT,
    SMALLINT,
    INTEGER,
    BIGINT,
    REAL,
    DOUBLE,
    /// Days since 1970-01-01.
    DATE,
    /// Microseconds since midnight, less than a day.
    TIME,
    /// Microseconds since 1970-01-01T00:00:00, without a time zone.
    TIMESTAMP,
    /// Microseconds, whatever units between day and second the interval is made of.
    INTERVAL_DAY_TO_SECOND,
    /// Months, be they counted as years or not.
    INTERVAL_YEAR_TO_MONTH,
    VARCHAR,
    VARBINARY;

    /// The microseconds of a day, of which a TIME has fewer.
    static final long MICROS_PER_DAY = 86_400_000_000L;

    /// As in SQL: `INTERVAL DAY TO SECOND`.
    @Override
    public String toString() {
      return name().replace('_', ' ');
    }
  }

  /// An exact number of up to 18 digits.
  ///
  /// Wherever the memory is ours it is a 64-bit column of unscaled values, 8 bytes a row instead of
  /// Decimal128's 16; the field's metadata tells precision and scale.
  ///
  /// @param precision the number of digits, 1 to 18
  /// @param scale how many of them are after the point, 0 to precision
  record Decimal(int precision, int scale) implements SqlType {
    /// As many digits as 64 bits hold for sure.
    public static final int MAX_PRECISION = 18;

    private static final String PRECISION_KEY = "wasmudf.decimal.precision";
    private static final String SCALE_KEY = "wasmudf.decimal.scale";

    public Decimal {
      if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
        throw new IllegalArgumentException(
            "DECIMAL(%d, %d): functions take a precision of 1 to %d and a scale of 0 to the precision"
                .formatted(precision, scale, MAX_PRECISION));
      }
    }

    /// The largest unscaled value: 10 to the power of the precision, less one.
    public long maxUnscaled() {
      long power = 1;
      for (int i = 0; i < precision; i++) {
        power *= 10;
      }
      return power - 1;
    }

    @Override
    public String toString() {
      return "DECIMAL(" + precision + ", " + scale + ")";
    }
  }

  /// An exact number of more than 18 digits: 128 bits wherever it lies.
  ///
  /// A guest takes it as two i64, the lower half first, and returns a pointer to its 16 bytes.
  ///
  /// @param precision the number of digits, 19 to 38
  /// @param scale how many of them are after the point, 0 to precision
  record WideDecimal(int precision, int scale) implements SqlType {
    /// As many digits as 128 bits hold for sure.
    public static final int MAX_PRECISION = 38;

    /// Of a value.
    static final int BYTES = 16;

    public WideDecimal {
      if (precision <= Decimal.MAX_PRECISION
          || precision > MAX_PRECISION
          || scale < 0
          || scale > precision) {
        throw new IllegalArgumentException(
            "DECIMAL(%d, %d): a wide one has a precision of %d to %d and a scale of 0 to the precision"
                .formatted(precision, scale, Decimal.MAX_PRECISION + 1, MAX_PRECISION));
      }
    }

    /// The unscaled value that two halves are.
    ///
    /// @param low unsigned
    static BigInteger unscaled(long low, long high) {
      BigInteger lower = new BigInteger(Long.toUnsignedString(low));
      return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(lower);
    }

    /// The largest unscaled value: 10 to the power of the precision, less one.
    public BigInteger maxUnscaled() {
      return BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
    }

    @Override
    public String toString() {
      return "DECIMAL(" + precision + ", " + scale + ")";
    }
  }

  /// The DECIMAL with so many digits, in 64 or in 128 bits.
  ///
  /// @param precision the number of digits, 1 to 38
  /// @param scale how many of them are after the point, 0 to precision
  static SqlType decimal(int precision, int scale) {
    return precision > Decimal.MAX_PRECISION
        ? new WideDecimal(precision, scale)
        : new Decimal(precision, scale);
  }

  /// The type of values in WebAssembly; strings and binaries are a pointer and a length, each i32,
  /// and wide decimals two halves, each i64.
  ///
  /// @throws IllegalArgumentException of a nested type, whose values lie in Arrow arrays only
  default ValueType wasmType() {
    return switch (this) {
      case Simple.BOOLEAN,
          Simple.TINYINT,
          Simple.SMALLINT,
          Simple.INTEGER,
          Simple.DATE,
          Simple.INTERVAL_YEAR_TO_MONTH,
          Simple.VARCHAR,
          Simple.VARBINARY ->
          ValueType.I32;
      case Simple.BIGINT, Simple.TIME, Simple.TIMESTAMP, Simple.INTERVAL_DAY_TO_SECOND ->
          ValueType.I64;
      case Decimal _, WideDecimal _ -> ValueType.I64;
      case Simple.REAL -> ValueType.F32;
      case Simple.DOUBLE -> ValueType.F64;
      case NestedType nested ->
          throw new IllegalArgumentException("no value of WebAssembly's is a " + nested);
    };
  }

  /// Whether values are bytes behind offsets.
  default boolean isVariableLength() {
    return this == Simple.VARCHAR || this == Simple.VARBINARY;
  }

  /// The Arrow field of a column of this type, nullable.
  default Field field(String name) {
    Map<String, String> metadata =
        this instanceof Decimal(int precision, int scale)
            ? Map.of(
                Decimal.PRECISION_KEY, Integer.toString(precision),
                Decimal.SCALE_KEY, Integer.toString(scale))
            : Map.of();
    List<Field> children = this instanceof NestedType nested ? nested.fields() : List.of();
    return new Field(name, new FieldType(true, columnType(), null, metadata), children);
  }

  private ArrowType columnType() {
    return switch (this) {
      case NestedType nested -> nested.arrowType();
      case Simple.BOOLEAN -> ArrowType.Bool.INSTANCE;
      case Simple.TINYINT -> new ArrowType.Int(8, true);
      case Simple.SMALLINT -> new ArrowType.Int(16, true);
      case Simple.INTEGER -> new ArrowType.Int(32, true);
      case Simple.BIGINT -> new ArrowType.Int(64, true);
      case Decimal _ -> new ArrowType.Int(64, true);
      case WideDecimal(int precision, int scale) ->
          new ArrowType.Decimal(precision, scale, WideDecimal.BYTES * Byte.SIZE);
      case Simple.REAL -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case Simple.DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case Simple.DATE -> new ArrowType.Date(DateUnit.DAY);
      case Simple.TIME -> new ArrowType.Time(TimeUnit.MICROSECOND, Long.SIZE);
      case Simple.TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
      case Simple.INTERVAL_DAY_TO_SECOND -> new ArrowType.Duration(TimeUnit.MICROSECOND);
      case Simple.INTERVAL_YEAR_TO_MONTH -> new ArrowType.Interval(IntervalUnit.YEAR_MONTH);
      case Simple.VARCHAR -> ArrowType.Utf8.INSTANCE;
      case Simple.VARBINARY -> ArrowType.Binary.INSTANCE;
    };
  }

  /// The SQL type of an Arrow column, the other way round of [#field]. Decimal128 of up to 18
  /// digits is a DECIMAL too.
  ///
  /// @throws IllegalArgumentException when functions have no such type
  static SqlType of(Field field) {
    return switch (field.getType()) {
      case ArrowType.Bool _ -> Simple.BOOLEAN;
      case ArrowType.Int integer when integer.getIsSigned() -> ofInteger(field, integer);
      case ArrowType.FloatingPoint real when real.getPrecision() == FloatingPointPrecision.SINGLE ->
          Simple.REAL;
      case ArrowType.FloatingPoint real when real.getPrecision() == FloatingPointPrecision.DOUBLE ->
          Simple.DOUBLE;
      case ArrowType.Decimal decimal when decimal.getBitWidth() == 128 ->
          decimal(decimal.getPrecision(), decimal.getScale());
      case ArrowType.Date date when date.getUnit() == DateUnit.DAY -> Simple.DATE;
      case ArrowType.Time time when time.getUnit() == TimeUnit.MICROSECOND -> Simple.TIME;
      case ArrowType.Duration duration when duration.getUnit() == TimeUnit.MICROSECOND ->
          Simple.INTERVAL_DAY_TO_SECOND;
      case ArrowType.Interval interval when interval.getUnit() == IntervalUnit.YEAR_MONTH ->
          Simple.INTERVAL_YEAR_TO_MONTH;
      case ArrowType.Timestamp timestamp
          when timestamp.getUnit() == TimeUnit.MICROSECOND && timestamp.getTimezone() == null ->
          Simple.TIMESTAMP;
      case ArrowType.Utf8 _ -> Simple.VARCHAR;
      case ArrowType.Binary _ -> Simple.VARBINARY;
      case ArrowType.List _, ArrowType.Struct _, ArrowType.Map _ -> NestedType.of(field);
      default ->
          throw new IllegalArgumentException(
              "no function takes a column of the Arrow type " + field.getType());
    };
  }

  private static SqlType ofInteger(Field field, ArrowType.Int integer) {
    String precision = field.getMetadata().get(Decimal.PRECISION_KEY);
    String scale = field.getMetadata().get(Decimal.SCALE_KEY);
    if (precision != null && scale != null) {
      return new Decimal(Integer.parseInt(precision), Integer.parseInt(scale));
    }
    return switch (integer.getBitWidth()) {
      case 8 -> Simple.TINYINT;
      case 16 -> Simple.SMALLINT;
      case 32 -> Simple.INTEGER;
      default -> Simple.BIGINT;
    };
  }
}
