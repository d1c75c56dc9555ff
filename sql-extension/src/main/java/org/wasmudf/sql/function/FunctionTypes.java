package org.wasmudf.sql.function;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.type.SqlTypeName;
import org.wasmudf.arrow.FunctionSignature;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.arrow.StringLength;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.sql.database.Intervals;

/// The types that functions take and return, as Calcite's types and the other way round.
///
/// What a string's length is, what the digits of a TIMESTAMP and what the units of an interval, is
/// not a function's affair where it takes them, but for the length of a CHAR. Of its result the
/// length counts.
public final class FunctionTypes {
  private static final String SUPPORTED =
      "; a function can have BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL,"
          + " DATE, TIME, TIMESTAMP, INTERVAL, CHAR, VARCHAR and VARBINARY";

  private FunctionTypes() {}

  /// The type of a function's result as Calcite's, not nullable.
  public static RelDataType resultType(FunctionSignature signature, RelDataTypeFactory factory) {
    StringLength length = signature.length();
    if (length.equals(StringLength.ANY)) {
      return relType(signature.result(), factory);
    }
    boolean isText = signature.result() == SqlType.Simple.VARCHAR;
    return factory.createSqlType(
        length.isPadded() ? SqlTypeName.CHAR : isText ? SqlTypeName.VARCHAR : SqlTypeName.VARBINARY,
        length.most());
  }

  /// How long a string or binary of Calcite's type is.
  static StringLength length(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case CHAR -> new StringLength(type.getPrecision(), true);
      case VARCHAR, BINARY, VARBINARY ->
          type.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED
              ? StringLength.ANY
              : new StringLength(type.getPrecision(), false);
      default -> StringLength.ANY;
    };
  }

  /// A function's type as Calcite's, not nullable.
  public static RelDataType relType(SqlType type, RelDataTypeFactory factory) {
    return switch (type) {
      case SqlType.Simple.BOOLEAN -> factory.createSqlType(SqlTypeName.BOOLEAN);
      case SqlType.Simple.TINYINT -> factory.createSqlType(SqlTypeName.TINYINT);
      case SqlType.Simple.SMALLINT -> factory.createSqlType(SqlTypeName.SMALLINT);
      case SqlType.Simple.INTEGER -> factory.createSqlType(SqlTypeName.INTEGER);
      case SqlType.Simple.BIGINT -> factory.createSqlType(SqlTypeName.BIGINT);
      case SqlType.Simple.REAL -> factory.createSqlType(SqlTypeName.REAL);
      case SqlType.Simple.DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
      case SqlType.Simple.DATE -> factory.createSqlType(SqlTypeName.DATE);
      case SqlType.Simple.TIME ->
          factory.createSqlType(
              SqlTypeName.TIME, factory.getTypeSystem().getMaxPrecision(SqlTypeName.TIME));
      case SqlType.Simple.INTERVAL_DAY_TO_SECOND ->
          Intervals.typeIn(factory, SqlTypeName.INTERVAL_DAY_SECOND);
      case SqlType.Simple.INTERVAL_YEAR_TO_MONTH ->
          Intervals.typeIn(factory, SqlTypeName.INTERVAL_YEAR_MONTH);
      case SqlType.Simple.TIMESTAMP ->
          factory.createSqlType(
              SqlTypeName.TIMESTAMP,
              factory.getTypeSystem().getMaxPrecision(SqlTypeName.TIMESTAMP));
      case SqlType.Simple.VARCHAR -> factory.createSqlType(SqlTypeName.VARCHAR);
      case SqlType.Simple.VARBINARY -> factory.createSqlType(SqlTypeName.VARBINARY);
      case SqlType.Decimal decimal ->
          factory.createSqlType(SqlTypeName.DECIMAL, decimal.precision(), decimal.scale());
      case SqlType.WideDecimal decimal ->
          factory.createSqlType(SqlTypeName.DECIMAL, decimal.precision(), decimal.scale());
    };
  }

  /// Calcite's type as a function's.
  ///
  /// @throws UdfException SIGNATURE_MISMATCH when no function can have it, saying what it can have
  public static SqlType of(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> SqlType.Simple.BOOLEAN;
      case TINYINT -> SqlType.Simple.TINYINT;
      case SMALLINT -> SqlType.Simple.SMALLINT;
      case INTEGER -> SqlType.Simple.INTEGER;
      case BIGINT -> SqlType.Simple.BIGINT;
      case REAL -> SqlType.Simple.REAL;
      case FLOAT, DOUBLE -> SqlType.Simple.DOUBLE;
      case DATE -> SqlType.Simple.DATE;
      case TIME -> SqlType.Simple.TIME;
      case TIMESTAMP -> SqlType.Simple.TIMESTAMP;
      case INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH ->
          SqlType.Simple.INTERVAL_YEAR_TO_MONTH;
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
          SqlType.Simple.INTERVAL_DAY_TO_SECOND;
      case CHAR, VARCHAR -> SqlType.Simple.VARCHAR;
      case BINARY, VARBINARY -> SqlType.Simple.VARBINARY;
      case DECIMAL -> decimal(type);
      case ARRAY, MAP, MULTISET, ROW ->
          throw unsupported(
              "a plain function can't take or return %s: only batch functions take ARRAY, ROW and MAP"
                  .formatted(type.getSqlTypeName()));
      default -> throw unsupported("a function can't take or return " + type + SUPPORTED);
    };
  }

  /// Calcite would make the widest DECIMAL of one that is wider.
  ///
  /// @throws UdfException SIGNATURE_MISMATCH
  static void checkDigits(SqlTypeNameSpec spec) {
    if (spec instanceof SqlBasicTypeNameSpec basic
        && basic.getPrecision() > SqlType.WideDecimal.MAX_PRECISION
        && SqlTypeName.DECIMAL.name().equals(basic.getTypeName().getSimple())) {
      throw noDecimal(basic.getPrecision(), Math.max(basic.getScale(), 0));
    }
  }

  /// The error for a type that there isn't at all.
  static UdfException unknown(String name) {
    return unsupported("there is no type " + name + SUPPORTED);
  }

  private static SqlType decimal(RelDataType type) {
    int precision = type.getPrecision();
    int scale = type.getScale();
    if (precision > SqlType.WideDecimal.MAX_PRECISION || scale < 0 || scale > precision) {
      throw noDecimal(precision, scale);
    }
    return SqlType.decimal(precision, scale);
  }

  private static UdfException noDecimal(int precision, int scale) {
    return unsupported(
        "a function can't take or return DECIMAL(%d, %d): it can have DECIMAL(p, s) with p from 1"
                .formatted(precision, scale)
            + " to 38 and s from 0 to p");
  }

  private static UdfException unsupported(String message) {
    return UdfException.of(UdfErrorCode.SIGNATURE_MISMATCH, message);
  }
}
