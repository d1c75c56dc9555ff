package org.wasmudf.sql;

import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.jdbc.CalcitePrepare;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/// Rows of text that are not the answer to a query, such as those of SHOW FUNCTIONS.
///
/// @param columns their names
/// @param rows each with a value for every column
record TextTable(List<String> columns, List<List<String>> rows) {
  TextTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /// The table as a prepared statement that needs no plan.
  <T> CalcitePrepare.CalciteSignature<T> signature(CalcitePrepare.Context context) {
    RelDataTypeFactory.Builder type = context.getTypeFactory().builder();
    List<ColumnMetaData> metadata = new ArrayList<>();
    for (String column : columns) {
      metadata.add(metadata(metadata.size(), column));
      type.add(column, SqlTypeName.VARCHAR);
    }
    @SuppressWarnings("unchecked") // A row of one column is its value, of more an array.
    List<T> values = (List<T>) rows.stream().map(TextTable::value).toList();
    return new CalcitePrepare.CalciteSignature<>(
        "",
        List.of(),
        Map.of(),
        type.build(),
        metadata,
        Meta.CursorFactory.deduce(metadata, null),
        context.getRootSchema(),
        List.of(),
        -1,
        _ -> Linq4j.asEnumerable(values),
        Meta.StatementType.SELECT);
  }

  private static Object value(List<String> row) {
    return row.size() == 1 ? row.getFirst() : row.toArray();
  }

  private static ColumnMetaData metadata(int index, String name) {
    @Nullable String none = null;
    return new ColumnMetaData(
        index,
        false,
        true,
        false,
        false,
        DatabaseMetaData.columnNoNulls,
        false,
        0,
        name,
        name,
        none,
        0,
        0,
        none,
        none,
        ColumnMetaData.scalar(Types.VARCHAR, "VARCHAR", ColumnMetaData.Rep.STRING),
        true,
        false,
        false,
        String.class.getName());
  }
}
