package org.wasmudf.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.type.SqlTypeName;
import org.wasmudf.arrow.SqlType;

/// The Arrow columns that Calcite's types have in batches.
final class ColumnTypes {
  private static final int DECIMAL128_BITS = 128;
  private static final int MILLIS_BITS = 32;

  private ColumnTypes() {}

  /// Whether every column of a row has an Arrow form.
  static boolean supports(RelDataType rowType) {
    return rowType.getFieldList().stream().allMatch(each -> field(each).isPresent());
  }

  /// The Arrow columns of a row.
  ///
  /// @throws IllegalArgumentException when one has none; planner rules ask [#supports] before
  static List<Field> fields(RelDataType rowType) {
    List<Field> fields = new ArrayList<>();
    for (RelDataTypeField each : rowType.getFieldList()) {
      fields.add(
          field(each)
              .orElseThrow(
                  () -> new IllegalArgumentException("no Arrow column for " + each.getType())));
    }
    return fields;
  }

  private static Optional<Field> field(RelDataTypeField field) {
    RelDataType type = field.getType();
    if (type.getSqlTypeName() == SqlTypeName.TIME) {
      return Optional.of(
          Field.nullable(field.getName(), new ArrowType.Time(TimeUnit.MILLISECOND, MILLIS_BITS)));
    }
    return isWideDecimal(type)
        ? wideDecimal(field.getName(), type)
        : functionType(type).map(each -> each.field(field.getName()));
  }

  /// Whether a type's values take 128 bits.
  static boolean isWideDecimal(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DECIMAL
        && type.getPrecision() > SqlType.Decimal.MAX_PRECISION;
  }

  private static Optional<Field> wideDecimal(String name, RelDataType type) {
    if (type.getScale() < 0 || type.getScale() > type.getPrecision()) {
      return Optional.empty();
    }
    return Optional.of(
        Field.nullable(
            name, new ArrowType.Decimal(type.getPrecision(), type.getScale(), DECIMAL128_BITS)));
  }

  /// The type that functions know a column by, if they do.
  static Optional<SqlType> functionType(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> Optional.of(SqlType.Simple.BOOLEAN);
      case TINYINT -> Optional.of(SqlType.Simple.TINYINT);
      case SMALLINT -> Optional.of(SqlType.Simple.SMALLINT);
      case INTEGER -> Optional.of(SqlType.Simple.INTEGER);
      case BIGINT -> Optional.of(SqlType.Simple.BIGINT);
      case REAL -> Optional.of(SqlType.Simple.REAL);
      case FLOAT, DOUBLE -> Optional.of(SqlType.Simple.DOUBLE);
      case DATE -> Optional.of(SqlType.Simple.DATE);
      case TIMESTAMP -> Optional.of(SqlType.Simple.TIMESTAMP);
      case CHAR, VARCHAR -> Optional.of(SqlType.Simple.VARCHAR);
      case BINARY, VARBINARY -> Optional.of(SqlType.Simple.VARBINARY);
      case DECIMAL -> decimal(type);
      default -> Optional.empty();
    };
  }

  private static Optional<SqlType> decimal(RelDataType type) {
    int precision = type.getPrecision();
    int scale = type.getScale();
    return precision > SqlType.Decimal.MAX_PRECISION || scale < 0 || scale > precision
        ? Optional.empty()
        : Optional.of(new SqlType.Decimal(precision, scale));
  }
}
