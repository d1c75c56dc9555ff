package org.wasmudf.sql.function;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCollectionTypeNameSpec;
import org.apache.calcite.sql.SqlMapTypeNameSpec;
import org.apache.calcite.sql.SqlRowTypeNameSpec;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.FunctionSignature;
import org.wasmudf.arrow.NestedType;
import org.wasmudf.arrow.NestedType.Part;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.arrow.StringLength;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.sql.database.Intervals;

/// The types that functions take and return, as Calcite's types and the other way round.
///
/// What a string's length is, what the digits of a TIMESTAMP and what the units of an interval, is
/// not a function's affair where it takes them. Of its result the length counts.
public final class FunctionTypes {
  private static final String SUPPORTED =
      "; a function can have BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL,"
          + " DATE, TIME, TIMESTAMP, INTERVAL, CHAR, VARCHAR and VARBINARY, and one for"
          + " batches ARRAY, ROW and MAP";

  /// In Calcite's words, of an array.
  private static final long UNLIMITED = -1;

  private FunctionTypes() {}

  /// The type of a function's result as Calcite's, not nullable.
  public static RelDataType resultType(FunctionSignature signature, RelDataTypeFactory factory) {
    return relType(signature.result(), signature.length(), factory);
  }

  private static RelDataType relType(
      SqlType type, StringLength length, RelDataTypeFactory factory) {
    if (length.equals(StringLength.ANY)) {
      return relType(type, factory);
    }
    boolean isText = type == SqlType.Simple.VARCHAR;
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
      case NestedType.Array(Part element) ->
          factory.createArrayType(relType(element, factory), UNLIMITED);
      case NestedType.Map(NestedType.Row entries) ->
          factory.createMapType(
              relType(entries.parts().getFirst(), factory),
              relType(entries.parts().getLast(), factory));
      case NestedType.Row row -> {
        RelDataTypeFactory.Builder fields = factory.builder();
        row.parts().forEach(each -> fields.add(each.name(), relType(each, factory)));
        yield fields.build();
      }
    };
  }

  private static RelDataType relType(Part part, RelDataTypeFactory factory) {
    return factory.createTypeWithNullability(
        relType(part.type(), part.length(), factory), part.isNullable());
  }

  /// Calcite's type as a function's, where it is taken.
  ///
  /// @throws UdfException SIGNATURE_MISMATCH when no function can have it, saying what it can have
  public static SqlType of(RelDataType type) {
    return of(type, each -> StringLength.ANY);
  }

  /// Calcite's type as a function's, where it is returned: inside of it, lengths count.
  ///
  /// @throws UdfException as [#of(RelDataType)]
  static SqlType returned(RelDataType type) {
    return of(type, FunctionTypes::length);
  }

  private static SqlType of(RelDataType type, Function<RelDataType, StringLength> lengths) {
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
      case ARRAY, MAP, ROW -> {
        try {
          yield nested(type, lengths);
        } catch (IllegalArgumentException e) {
          throw unsupported(String.valueOf(e.getMessage()));
        }
      }
      case MULTISET -> throw unsupported("a function can't take or return MULTISET: use ARRAY");
      default -> throw unsupported("a function can't take or return " + type + SUPPORTED);
    };
  }

  private static NestedType nested(RelDataType type, Function<RelDataType, StringLength> lengths) {
    return switch (type.getSqlTypeName()) {
      case ARRAY -> {
        RelDataType element = requireNonNull(type.getComponentType());
        yield new NestedType.Array(of(element, lengths), lengths.apply(element));
      }
      case MAP -> {
        RelDataType key = requireNonNull(type.getKeyType());
        RelDataType value = requireNonNull(type.getValueType());
        yield new NestedType.Map(
            of(key, lengths), lengths.apply(key), of(value, lengths), lengths.apply(value));
      }
      default -> {
        List<Part> parts = new ArrayList<>();
        for (RelDataTypeField each : type.getFieldList()) {
          RelDataType field = each.getType();
          parts.add(new Part(each.getName(), of(field, lengths), lengths.apply(field)));
        }
        yield new NestedType.Row(parts);
      }
    };
  }

  /// Whether a nested value is passed for a parameter as it is.
  public static boolean isPassedAs(RelDataType argument, RelDataType parameter) {
    return switch (parameter.getSqlTypeName()) {
      case ARRAY ->
          (argument.getSqlTypeName() == SqlTypeName.ARRAY
                  || argument.getSqlTypeName() == SqlTypeName.MULTISET)
              && isPartPassedAs(argument.getComponentType(), parameter.getComponentType());
      case MAP ->
          argument.getSqlTypeName() == SqlTypeName.MAP
              && isPartPassedAs(argument.getKeyType(), parameter.getKeyType())
              && isPartPassedAs(argument.getValueType(), parameter.getValueType());
      case ROW -> {
        List<RelDataTypeField> fields =
            argument.getSqlTypeName() == SqlTypeName.ROW ? argument.getFieldList() : List.of();
        boolean passed = fields.size() == parameter.getFieldCount();
        for (int i = 0; passed && i < fields.size(); i++) {
          passed =
              isPartPassedAs(fields.get(i).getType(), parameter.getFieldList().get(i).getType());
        }
        yield passed;
      }
      default -> false;
    };
  }

  /// Whether a type is made of others.
  public static boolean isNested(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case ARRAY, MULTISET, MAP, ROW -> true;
      default -> false;
    };
  }

  /// Whether a type is a ROW, or made of some.
  public static boolean hasRow(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case ROW -> true;
      case ARRAY, MULTISET -> hasRow(requireNonNull(type.getComponentType()));
      case MAP ->
          hasRow(requireNonNull(type.getKeyType())) || hasRow(requireNonNull(type.getValueType()));
      default -> false;
    };
  }

  private static boolean isPartPassedAs(
      @Nullable RelDataType argument, @Nullable RelDataType parameter) {
    if (argument == null || parameter == null) {
      return false;
    }
    return switch (parameter.getSqlTypeName()) {
      case ARRAY, MAP, ROW -> isPassedAs(argument, parameter);
      default -> !isNested(argument) && isSame(argument, parameter);
    };
  }

  private static boolean isSame(RelDataType argument, RelDataType parameter) {
    try {
      return of(argument).equals(of(parameter));
    } catch (UdfException e) {
      // No function has that type, so it is another one.
      return false;
    }
  }

  /// Calcite would make the widest DECIMAL of one that is wider.
  ///
  /// @throws UdfException SIGNATURE_MISMATCH
  static void checkDigits(SqlTypeNameSpec spec) {
    switch (spec) {
      case SqlBasicTypeNameSpec basic -> {
        if (basic.getPrecision() > SqlType.WideDecimal.MAX_PRECISION
            && SqlTypeName.DECIMAL.name().equals(basic.getTypeName().getSimple())) {
          throw noDecimal(basic.getPrecision(), Math.max(basic.getScale(), 0));
        }
      }
      case SqlCollectionTypeNameSpec collection -> checkDigits(collection.getElementTypeName());
      case SqlMapTypeNameSpec map -> {
        checkDigits(map.getKeyType().getTypeNameSpec());
        checkDigits(map.getValType().getTypeNameSpec());
      }
      case SqlRowTypeNameSpec row ->
          row.getFieldTypes().forEach(each -> checkDigits(each.getTypeNameSpec()));
      default -> {}
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
