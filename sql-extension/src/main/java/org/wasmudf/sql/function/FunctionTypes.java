package org.wasmudf.sql.function;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// The types that functions take and return, as Calcite's types and the other way round.
///
/// The length of a CHAR or VARCHAR and the digits of a TIMESTAMP are not a function's affair: it
/// takes and returns values of any length.
public final class FunctionTypes {
  private static final String SUPPORTED =
      "; a function can have BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL,"
          + " DATE, TIMESTAMP, VARCHAR and VARBINARY";

  private FunctionTypes() {}

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
      case SqlType.Simple.TIMESTAMP ->
          factory.createSqlType(
              SqlTypeName.TIMESTAMP,
              factory.getTypeSystem().getMaxPrecision(SqlTypeName.TIMESTAMP));
      case SqlType.Simple.VARCHAR -> factory.createSqlType(SqlTypeName.VARCHAR);
      case SqlType.Simple.VARBINARY -> factory.createSqlType(SqlTypeName.VARBINARY);
      case SqlType.Decimal decimal ->
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
      case TIMESTAMP -> SqlType.Simple.TIMESTAMP;
      case CHAR, VARCHAR -> SqlType.Simple.VARCHAR;
      case BINARY, VARBINARY -> SqlType.Simple.VARBINARY;
      case DECIMAL -> decimal(type);
      default -> throw unsupported("a function can't take or return " + type + SUPPORTED);
    };
  }

  /// The error for a type that there isn't at all.
  static UdfException unknown(String name) {
    return unsupported("there is no type " + name + SUPPORTED);
  }

  private static SqlType decimal(RelDataType type) {
    int precision = type.getPrecision();
    int scale = type.getScale();
    if (precision > SqlType.Decimal.MAX_PRECISION || scale < 0 || scale > precision) {
      throw unsupported(
          "a function can't take or return DECIMAL(%d, %d): it can have DECIMAL(p, s) with p from 1"
                  .formatted(precision, scale)
              + " to 18 and s from 0 to p");
    }
    return new SqlType.Decimal(precision, scale);
  }

  private static UdfException unsupported(String message) {
    return UdfException.of(UdfErrorCode.SIGNATURE_MISMATCH, message);
  }
}
