package org.wasmudf.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.wasmudf.sql.database.NameRules;
import org.wasmudf.sql.parser.SqlName;
import org.wasmudf.sql.parser.SqlStatement;
import org.wasmudf.sql.parser.SqlToken;
import org.wasmudf.sql.parser.StatementKind;

/// The table and columns that an INSERT writes.
///
/// @param table the table's name, folded
/// @param columns the columns' names, folded, in the statement's order; empty when it names none
record InsertTarget(List<String> table, List<String> columns) {
  InsertTarget {
    table = List.copyOf(table);
    columns = List.copyOf(columns);
  }

  static InsertTarget of(StatementKind.Insert insert, NameRules names) {
    List<String> columns = new ArrayList<>();
    SqlStatement target = SqlStatement.of(insert.target());
    boolean listed = false;
    for (SqlToken token : target.tokens()) {
      listed |= token.in(target.text()).equals("(");
      if (listed && token.isName()) {
        columns.add(fold(SqlName.Part.of(token, target.text()), names));
      }
    }
    return new InsertTarget(
        insert.table().parts().stream().map(part -> fold(part, names)).toList(), columns);
  }

  private static String fold(SqlName.Part part, NameRules names) {
    return names.fold(part.text(), part.quoted());
  }

  /// The columns' types; nothing where there is no such table or column, which the database will
  /// say better.
  Optional<RelDataType> rowType(CalciteCatalogReader reader) {
    Prepare.PreparingTable found = reader.getTable(table);
    if (found == null) {
      return Optional.empty();
    }
    RelDataType all = found.getRowType();
    if (columns.isEmpty()) {
      return Optional.of(all);
    }
    RelDataTypeFactory.Builder row = reader.getTypeFactory().builder();
    for (String column : columns) {
      RelDataTypeField field = reader.nameMatcher().field(all, column);
      if (field == null) {
        return Optional.empty();
      }
      row.add(field);
    }
    return Optional.of(row.build());
  }
}
