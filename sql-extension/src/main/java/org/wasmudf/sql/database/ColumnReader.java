package org.wasmudf.sql.database;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.jspecify.annotations.Nullable;

/// Reads a column of a result into the Java values that Calcite's operators pass: a DATE as the
/// days since 1970 in an Integer, a TIMESTAMP as milliseconds in a Long, and so on.
///
/// @param index the column's place in the result, from 1
/// @param name its name, for errors
/// @param type what the planner takes it for
record ColumnReader(int index, String name, RelDataType type) {
  static ColumnReader of(int index, RelDataTypeField field) {
    return new ColumnReader(index, field.getName(), field.getType());
  }

  /// The value in the current row; null for NULL.
  @Nullable Object read(ResultSet rows) throws SQLException {
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> orNull(rows, rows.getBoolean(index));
      case TINYINT -> orNull(rows, rows.getByte(index));
      case SMALLINT -> orNull(rows, rows.getShort(index));
      case INTEGER -> orNull(rows, rows.getInt(index));
      case BIGINT -> orNull(rows, rows.getLong(index));
      case REAL -> orNull(rows, rows.getFloat(index));
      case FLOAT, DOUBLE -> orNull(rows, rows.getDouble(index));
      case DECIMAL -> decimal(rows.getBigDecimal(index));
      case CHAR, VARCHAR -> rows.getString(index);
      case BINARY, VARBINARY -> bytes(rows.getBytes(index));
      case DATE -> date(rows.getObject(index, LocalDate.class));
      case TIME -> time(rows.getObject(index, LocalTime.class));
      case TIMESTAMP -> timestamp(rows.getObject(index, LocalDateTime.class));
      case INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH -> Intervals.months(rows, index);
      case INTERVAL_DAY,
          INTERVAL_DAY_HOUR,
          INTERVAL_DAY_MINUTE,
          INTERVAL_DAY_SECOND,
          INTERVAL_HOUR,
          INTERVAL_HOUR_MINUTE,
          INTERVAL_HOUR_SECOND,
          INTERVAL_MINUTE,
          INTERVAL_MINUTE_SECOND,
          INTERVAL_SECOND ->
          Intervals.millis(rows, index, name);
      default -> rows.getObject(index);
    };
  }

  private static @Nullable Object orNull(ResultSet rows, Object value) throws SQLException {
    return rows.wasNull() ? null : value;
  }

  private @Nullable BigDecimal decimal(@Nullable BigDecimal value) throws SQLException {
    if (value == null) {
      return null;
    }
    try {
      BigDecimal scaled = value.setScale(type.getScale(), RoundingMode.UNNECESSARY);
      if (scaled.precision() <= type.getPrecision()) {
        return scaled;
      }
    } catch (ArithmeticException e) {
      // More digits after the point than the type has: the error below.
    }
    throw new SQLDataException(
        "column %s: %s is not a %s; read it through a view that casts it"
            .formatted(name, value.toPlainString(), type),
        "22003");
  }

  private static @Nullable ByteString bytes(byte @Nullable [] value) {
    return value == null ? null : new ByteString(value);
  }

  private static @Nullable Integer date(@Nullable LocalDate value) {
    return value == null ? null : Math.toIntExact(value.toEpochDay());
  }

  private static @Nullable Integer time(@Nullable LocalTime value) {
    return value == null
        ? null
        : Math.toIntExact(TimeUnit.NANOSECONDS.toMillis(value.toNanoOfDay()));
  }

  private static @Nullable Long timestamp(@Nullable LocalDateTime value) {
    return value == null ? null : value.toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  /// A TIMESTAMP in JDBC's form, the other way round.
  static LocalDateTime timestamp(long millis) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(millis, 1000),
        Math.toIntExact(TimeUnit.MILLISECONDS.toNanos(Math.floorMod(millis, 1000))),
        ZoneOffset.UTC);
  }
}
