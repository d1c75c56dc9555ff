package org.wasmudf.sql.plan;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.type.SqlTypeName;
import org.wasmudf.arrow.NestedType;
import org.wasmudf.arrow.SqlType;

/// The Arrow columns that Calcite's types have in batches.
final class ColumnTypes {
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
    return functionType(field.getType()).map(each -> each.field(field.getName()));
  }

  /// Whether a type's values take 128 bits.
  static boolean isWideDecimal(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DECIMAL
        && type.getPrecision() > SqlType.Decimal.MAX_PRECISION;
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
      case TIME -> Optional.of(SqlType.Simple.TIME);
      case TIMESTAMP -> Optional.of(SqlType.Simple.TIMESTAMP);
      case INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH ->
          Optional.of(SqlType.Simple.INTERVAL_YEAR_TO_MONTH);
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
          Optional.of(SqlType.Simple.INTERVAL_DAY_TO_SECOND);
      case CHAR, VARCHAR -> Optional.of(SqlType.Simple.VARCHAR);
      case BINARY, VARBINARY -> Optional.of(SqlType.Simple.VARBINARY);
      case DECIMAL -> decimal(type);
      case ARRAY, MULTISET, MAP, ROW -> nested(type).map(each -> each);
      default -> Optional.empty();
    };
  }

  /// Nothing where a part has no column, or where functions have no such type.
  private static Optional<NestedType> nested(RelDataType type) {
    try {
      return switch (type.getSqlTypeName()) {
        case MAP -> {
          SqlType key = functionType(requireNonNull(type.getKeyType())).orElseThrow();
          SqlType value = functionType(requireNonNull(type.getValueType())).orElseThrow();
          yield Optional.of(new NestedType.Map(key, value));
        }
        case ROW -> {
          List<NestedType.Part> parts = new ArrayList<>();
          for (RelDataTypeField each : type.getFieldList()) {
            SqlType part = functionType(each.getType()).orElseThrow();
            parts.add(new NestedType.Part(each.getName(), part));
          }
          yield Optional.of(new NestedType.Row(parts));
        }
        default -> {
          SqlType element = functionType(requireNonNull(type.getComponentType())).orElseThrow();
          yield Optional.of(new NestedType.Array(element));
        }
      };
    } catch (IllegalArgumentException | NoSuchElementException e) {
      return Optional.empty();
    }
  }

  private static Optional<SqlType> decimal(RelDataType type) {
    int precision = type.getPrecision();
    int scale = type.getScale();
    return precision > SqlType.WideDecimal.MAX_PRECISION || scale < 0 || scale > precision
        ? Optional.empty()
        : Optional.of(SqlType.decimal(precision, scale));
  }
}
