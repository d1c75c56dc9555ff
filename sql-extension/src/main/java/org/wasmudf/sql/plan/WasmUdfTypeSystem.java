package org.wasmudf.sql.plan;

import java.math.RoundingMode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;

/// The types that results have: wide enough that a sum doesn't wrap and an average keeps its
/// digits.
///
/// DECIMAL goes to 38 digits. SUM of TINYINT to INTEGER is BIGINT, of BIGINT DECIMAL(38, 0), of
/// DECIMAL(p, s) DECIMAL(38, s). AVG of integers and decimals is DECIMAL(38, max(s, 6)). TIME and
/// TIMESTAMP have at most 3 fractional digits, which is all that Calcite's enumerable convention
/// carries.
///
/// Can be named in a connection's `typeSystem` property, by the field [#INSTANCE] or as a class.
public final class WasmUdfTypeSystem extends RelDataTypeSystemImpl {
  /// The only instance that is needed.
  public static final WasmUdfTypeSystem INSTANCE = new WasmUdfTypeSystem();

  /// The digits of the widest DECIMAL.
  public static final int MAX_DECIMAL_PRECISION = 38;

  private static final int MIN_AVG_SCALE = 6;
  private static final int MAX_FRACTIONAL_SECOND_DIGITS = 3;

  /// Public for Calcite, which makes one by its class name.
  public WasmUdfTypeSystem() {}

  @Override
  public int getMaxPrecision(SqlTypeName typeName) {
    return switch (typeName) {
      case DECIMAL -> MAX_DECIMAL_PRECISION;
      case TIME,
          TIME_WITH_LOCAL_TIME_ZONE,
          TIME_TZ,
          TIMESTAMP,
          TIMESTAMP_WITH_LOCAL_TIME_ZONE,
          TIMESTAMP_TZ ->
          MAX_FRACTIONAL_SECOND_DIGITS;
      default -> super.getMaxPrecision(typeName);
    };
  }

  @Override
  public int getMaxScale(SqlTypeName typeName) {
    return typeName == SqlTypeName.DECIMAL ? MAX_DECIMAL_PRECISION : super.getMaxScale(typeName);
  }

  /// As the databases that work may be pushed down to: `CAST(1.255 AS DECIMAL(3, 2))` is 1.26
  /// wherever it runs.
  @Override
  public RoundingMode roundingMode() {
    return RoundingMode.HALF_UP;
  }

  @Override
  public RelDataType deriveSumType(RelDataTypeFactory typeFactory, RelDataType argumentType) {
    RelDataType sum =
        switch (argumentType.getSqlTypeName()) {
          case TINYINT, SMALLINT, INTEGER -> typeFactory.createSqlType(SqlTypeName.BIGINT);
          case BIGINT -> typeFactory.createSqlType(SqlTypeName.DECIMAL, MAX_DECIMAL_PRECISION, 0);
          case DECIMAL ->
              typeFactory.createSqlType(
                  SqlTypeName.DECIMAL, MAX_DECIMAL_PRECISION, argumentType.getScale());
          default -> argumentType;
        };
    return typeFactory.createTypeWithNullability(sum, argumentType.isNullable());
  }

  @Override
  public RelDataType deriveAvgAggType(RelDataTypeFactory typeFactory, RelDataType argumentType) {
    RelDataType average =
        switch (argumentType.getSqlTypeName()) {
          case TINYINT, SMALLINT, INTEGER, BIGINT -> averageOfScale(typeFactory, 0);
          case DECIMAL -> averageOfScale(typeFactory, argumentType.getScale());
          default -> argumentType;
        };
    return typeFactory.createTypeWithNullability(average, argumentType.isNullable());
  }

  private static RelDataType averageOfScale(RelDataTypeFactory typeFactory, int scale) {
    return typeFactory.createSqlType(
        SqlTypeName.DECIMAL, MAX_DECIMAL_PRECISION, Math.max(scale, MIN_AVG_SCALE));
  }
}
