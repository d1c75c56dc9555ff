package org.wasmudf.arrow;

import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.Field;
import org.wasmudf.runtime.binary.Opcode;

/// How the values of a column lie in its data buffer.
enum Layout {
  BIT(0, Opcode.I32_LOAD8_U, Opcode.I32_STORE8),
  INT8(1, Opcode.I32_LOAD8_S, Opcode.I32_STORE8),
  INT16(2, Opcode.I32_LOAD16_S, Opcode.I32_STORE16),
  INT32(4, Opcode.I32_LOAD, Opcode.I32_STORE),
  INT64(8, Opcode.I64_LOAD, Opcode.I64_STORE),
  FLOAT32(4, Opcode.F32_LOAD, Opcode.F32_STORE),
  FLOAT64(8, Opcode.F64_LOAD, Opcode.F64_STORE),
  /// 128 bits of which up to 18 digits fill the lower 64.
  DECIMAL128(16, Opcode.I64_LOAD, Opcode.I64_STORE),
  /// 128 bits, the lower 64 first.
  INT128(16, Opcode.I64_LOAD, Opcode.I64_STORE),
  /// Bytes behind 32-bit offsets.
  BYTES(1, Opcode.I32_LOAD8_U, Opcode.I32_STORE8);

  private final int width;
  private final Opcode load;
  private final Opcode store;

  Layout(int width, Opcode load, Opcode store) {
    this.width = width;
    this.load = load;
    this.store = store;
  }

  /// Bytes from one value to the next; 0 for bits.
  int width() {
    return width;
  }

  Opcode load() {
    return load;
  }

  Opcode store() {
    return store;
  }

  /// The layout of the columns that the engine makes itself.
  static Layout of(SqlType type) {
    return switch (type) {
      case SqlType.Simple.BOOLEAN -> BIT;
      case SqlType.Simple.TINYINT -> INT8;
      case SqlType.Simple.SMALLINT -> INT16;
      case SqlType.Simple.INTEGER, SqlType.Simple.DATE, SqlType.Simple.INTERVAL_YEAR_TO_MONTH ->
          INT32;
      case SqlType.Simple.BIGINT,
          SqlType.Simple.TIME,
          SqlType.Simple.TIMESTAMP,
          SqlType.Simple.INTERVAL_DAY_TO_SECOND ->
          INT64;
      case SqlType.Decimal _ -> INT64;
      case SqlType.WideDecimal _ -> INT128;
      case SqlType.Simple.REAL -> FLOAT32;
      case SqlType.Simple.DOUBLE -> FLOAT64;
      case SqlType.Simple.VARCHAR, SqlType.Simple.VARBINARY -> BYTES;
      case NestedType nested ->
          throw new IllegalArgumentException(nested + " is made of several columns");
    };
  }

  /// The layout of a column that may come from elsewhere.
  ///
  /// @throws IllegalArgumentException when the vector doesn't hold values of that type
  static Layout of(FieldVector vector, SqlType type) {
    boolean fits =
        switch (vector) {
          case DecimalVector decimal -> isDecimal(type, decimal.getPrecision(), decimal.getScale());
          case BitVector _ -> type == SqlType.Simple.BOOLEAN;
          case TinyIntVector _ -> type == SqlType.Simple.TINYINT;
          case SmallIntVector _ -> type == SqlType.Simple.SMALLINT;
          case IntVector _ -> type == SqlType.Simple.INTEGER;
          case BigIntVector longs -> holdsLongs(longs.getField(), type);
          case Float4Vector _ -> type == SqlType.Simple.REAL;
          case Float8Vector _ -> type == SqlType.Simple.DOUBLE;
          case DateDayVector _ -> type == SqlType.Simple.DATE;
          case TimeMicroVector _ -> type == SqlType.Simple.TIME;
          case TimeStampMicroVector _ -> type == SqlType.Simple.TIMESTAMP;
          case DurationVector durations ->
              durations.getUnit() == TimeUnit.MICROSECOND
                  && type == SqlType.Simple.INTERVAL_DAY_TO_SECOND;
          case IntervalYearVector _ -> type == SqlType.Simple.INTERVAL_YEAR_TO_MONTH;
          case VarCharVector _ -> type == SqlType.Simple.VARCHAR;
          case VarBinaryVector _ -> type == SqlType.Simple.VARBINARY;
          default -> false;
        };
    if (!fits) {
      Field field = vector.getField();
      Object actual = vector instanceof BigIntVector ? SqlType.of(field) : field.getType();
      throw new IllegalArgumentException(
          "column '%s' is a vector of %s, where %s is expected"
              .formatted(field.getName(), actual, type));
    }
    return vector instanceof DecimalVector && type instanceof SqlType.Decimal
        ? DECIMAL128
        : of(type);
  }

  /// A field that says nothing about digits may be of unscaled values all the same.
  private static boolean holdsLongs(Field field, SqlType type) {
    return SqlType.of(field) instanceof SqlType.Decimal(int precision, int scale)
        ? type instanceof SqlType.Decimal && isDecimal(type, precision, scale)
        : type == SqlType.Simple.BIGINT || type instanceof SqlType.Decimal;
  }

  private static boolean isDecimal(SqlType type, int precision, int scale) {
    return switch (type) {
      case SqlType.Decimal decimal -> decimal.scale() == scale && decimal.precision() >= precision;
      case SqlType.WideDecimal decimal ->
          decimal.scale() == scale && decimal.precision() >= precision;
      case SqlType.Simple _, NestedType _ -> false;
    };
  }
}
