package org.wasmudf.sql.tpch;

import io.trino.tpch.CustomerColumn;
import io.trino.tpch.LineItemColumn;
import io.trino.tpch.OrderColumn;
import io.trino.tpch.SupplierColumn;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;
import org.wasmudf.arrow.SqlType;

/// A column of a table, with its type in SQL and in Arrow; never NULL.
///
/// The specification's *identifier* is BIGINT at every scale, *decimal* is DECIMAL(15, 2). *Fixed
/// text* is CHAR where all values have the full length. Where they are shorter (`l_shipmode`) it is
/// VARCHAR and the values have no trailing blanks: with blanks, functions would get them, and
/// Calcite would find CHAR and VARCHAR values unequal that differ in nothing else.
///
/// @param source gets the values from the generator's rows
record GeneratedColumn<E extends TpchEntity>(TpchColumn<E> source) {
  private static final SqlType.Decimal MONEY = new SqlType.Decimal(15, 2);

  private static final Set<TpchColumn<?>> FULL_LENGTH =
      Set.of(
          CustomerColumn.PHONE,
          LineItemColumn.RETURN_FLAG,
          LineItemColumn.STATUS,
          OrderColumn.CLERK,
          OrderColumn.ORDER_STATUS,
          SupplierColumn.PHONE);

  /// Puts a row's value into a vector.
  @FunctionalInterface
  interface Setter<E> {
    /// Sets one value.
    ///
    /// @param index where in the vector; after all that were set before
    void set(int index, E row);
  }

  String name() {
    return source.getColumnName();
  }

  String fileName() {
    return name() + ".arrow";
  }

  RelDataType sqlType(RelDataTypeFactory types) {
    return switch (source.getType().getBase()) {
      case IDENTIFIER -> types.createSqlType(SqlTypeName.BIGINT);
      case INTEGER -> types.createSqlType(SqlTypeName.INTEGER);
      case DATE -> types.createSqlType(SqlTypeName.DATE);
      case DOUBLE -> types.createSqlType(SqlTypeName.DECIMAL, MONEY.precision(), MONEY.scale());
      case VARCHAR ->
          types.createSqlType(
              FULL_LENGTH.contains(source) ? SqlTypeName.CHAR : SqlTypeName.VARCHAR, length());
    };
  }

  Field field() {
    SqlType type =
        switch (source.getType().getBase()) {
          case IDENTIFIER -> SqlType.Simple.BIGINT;
          case INTEGER -> SqlType.Simple.INTEGER;
          case DATE -> SqlType.Simple.DATE;
          case DOUBLE -> MONEY;
          case VARCHAR -> SqlType.Simple.VARCHAR;
        };
    return type.field(name());
  }

  /// Makes room in a vector of this column's field, as much as the values may need.
  void allocate(FieldVector vector, int rows) {
    if (vector instanceof VarCharVector texts) {
      texts.allocateNew((long) rows * length(), rows);
    } else {
      vector.setInitialCapacity(rows);
      vector.allocateNew();
    }
  }

  /// Writes to a vector that has the room.
  Setter<E> setter(FieldVector vector) {
    return switch (vector) {
      // The generator's name for a decimal's unscaled value is "identifier" as well.
      case BigIntVector longs -> (index, row) -> longs.set(index, source.getIdentifier(row));
      case IntVector ints -> (index, row) -> ints.set(index, source.getInteger(row));
      case DateDayVector days -> (index, row) -> days.set(index, source.getDate(row));
      case VarCharVector texts ->
          (index, row) ->
              texts.set(index, source.getString(row).getBytes(StandardCharsets.US_ASCII));
      default -> throw new IllegalArgumentException("not a column's vector: " + vector.getField());
    };
  }

  private int length() {
    return Math.toIntExact(source.getType().getPrecision().orElseThrow());
  }
}
