package org.wasmudf.sql.database;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;

/// A column of a table in the database.
///
/// @param name its name
/// @param type Calcite's type for it; ANY for what only the database understands
/// @param precision digits, characters or bytes; -1 when there is no limit
/// @param scale digits after the point, of DECIMAL, TIME and TIMESTAMP
/// @param nullable whether it may be NULL
/// @param isFaithful whether every value of the column is a value of `type`, TIME and TIMESTAMP
///   excepted, which have 3 fractional digits
record Column(
    String name, SqlTypeName type, int precision, int scale, boolean nullable, boolean isFaithful) {
  private static final int MAX_PRECISION = 38;

  /// The scale of a DECIMAL for which the database knows none.
  private static final int FREE_SCALE = 10;

  /// Beyond this, a length is the database's way of saying that there is no limit.
  private static final int MAX_LENGTH = 65_535;

  private static final int UNLIMITED = -1;

  /// Of PostgreSQL, which reports its enumerations as VARCHAR and its zoned times as if they had no
  /// zone.
  private static final Set<String> NOT_TEXT = Set.of("xml", "json", "jsonb", "citext");

  /// Reads a row of [DatabaseMetaData#getColumns].
  static Column of(ResultSet row) throws SQLException {
    String name = row.getString("COLUMN_NAME");
    String typeName = row.getString("TYPE_NAME").toLowerCase(Locale.ROOT);
    int size = row.getInt("COLUMN_SIZE");
    int digits = row.getInt("DECIMAL_DIGITS");
    boolean nullable = row.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls;
    SqlTypeName type = typeOf(row.getInt("DATA_TYPE"), typeName, size);
    return switch (type) {
      case DECIMAL -> decimal(name, size, digits, nullable);
      case CHAR -> new Column(name, type, size, 0, nullable, true);
      case BINARY -> new Column(name, type, size, 0, nullable, true);
      case VARCHAR, VARBINARY ->
          new Column(
              name,
              type,
              size > MAX_LENGTH || size <= 0 ? UNLIMITED : size,
              0,
              nullable,
              isText(row.getInt("DATA_TYPE")) && !NOT_TEXT.contains(typeName));
      case ANY -> new Column(name, type, UNLIMITED, 0, true, false);
      case INTERVAL_DAY_SECOND ->
          new Column(name, type, UNLIMITED, 0, nullable, !typeName.equals("interval"));
      default -> new Column(name, type, UNLIMITED, digits, nullable, true);
    };
  }

  private static Column decimal(String name, int size, int digits, boolean nullable) {
    if (size <= 0) {
      return new Column(name, SqlTypeName.DECIMAL, MAX_PRECISION, FREE_SCALE, nullable, false);
    }
    boolean fits = size <= MAX_PRECISION && digits >= 0 && digits <= size;
    int scale = Math.clamp(digits, 0, MAX_PRECISION);
    int precision = Math.clamp(size, Math.max(1, scale), MAX_PRECISION);
    return new Column(name, SqlTypeName.DECIMAL, precision, scale, nullable, fits);
  }

  private static boolean isText(int jdbcType) {
    return switch (jdbcType) {
      case Types.CLOB, Types.NCLOB, Types.BLOB -> false;
      default -> true;
    };
  }

  private static SqlTypeName typeOf(int jdbcType, String typeName, int size) {
    if (typeName.contains("unsigned")
        || typeName.contains("with time zone")
        || typeName.equals("timestamptz")
        || typeName.equals("timetz")
        || typeName.equals("money")
        || typeName.equals("decfloat")) {
      return SqlTypeName.ANY;
    }
    SqlTypeName interval = Intervals.typeOf(typeName);
    if (interval != null) {
      return interval;
    }
    return switch (jdbcType) {
      case Types.BOOLEAN -> SqlTypeName.BOOLEAN;
      case Types.BIT -> size <= 1 ? SqlTypeName.BOOLEAN : SqlTypeName.ANY;
      case Types.TINYINT -> SqlTypeName.TINYINT;
      case Types.SMALLINT -> SqlTypeName.SMALLINT;
      case Types.INTEGER -> SqlTypeName.INTEGER;
      case Types.BIGINT -> SqlTypeName.BIGINT;
      case Types.REAL -> SqlTypeName.REAL;
      case Types.FLOAT, Types.DOUBLE -> SqlTypeName.DOUBLE;
      case Types.DECIMAL, Types.NUMERIC -> SqlTypeName.DECIMAL;
      case Types.CHAR, Types.NCHAR -> SqlTypeName.CHAR;
      case Types.VARCHAR,
          Types.NVARCHAR,
          Types.LONGVARCHAR,
          Types.LONGNVARCHAR,
          Types.CLOB,
          Types.NCLOB ->
          SqlTypeName.VARCHAR;
      case Types.BINARY -> size > MAX_LENGTH ? SqlTypeName.VARBINARY : SqlTypeName.BINARY;
      case Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> SqlTypeName.VARBINARY;
      case Types.DATE -> SqlTypeName.DATE;
      case Types.TIME -> SqlTypeName.TIME;
      case Types.TIMESTAMP -> SqlTypeName.TIMESTAMP;
      default -> SqlTypeName.ANY;
    };
  }

  /// The type in a factory, whose type system may limit it further.
  RelDataType typeIn(RelDataTypeFactory factory) {
    RelDataType made =
        switch (type) {
          case DECIMAL -> factory.createSqlType(type, precision, scale);
          case CHAR, BINARY, VARCHAR, VARBINARY -> text(factory);
          case TIME, TIMESTAMP ->
              factory.createSqlType(
                  type, Math.min(scale, factory.getTypeSystem().getMaxPrecision(type)));
          default ->
              SqlTypeName.INTERVAL_TYPES.contains(type)
                  ? Intervals.typeIn(factory, type)
                  : factory.createSqlType(type);
        };
    return factory.createTypeWithNullability(made, nullable);
  }

  private RelDataType text(RelDataTypeFactory factory) {
    return precision == UNLIMITED
        ? factory.createSqlType(type)
        : factory.createSqlType(type, precision);
  }
}
