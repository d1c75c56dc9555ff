package org.wasmudf.sql;

import static java.util.stream.Collectors.joining;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.wasmudf.sql.database.Database;
import org.wasmudf.sql.database.DatabaseTable;
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

  /// Whether an INSERT says nothing but the table and the columns.
  static boolean isPlain(StatementKind.Insert insert) {
    SqlStatement target = SqlStatement.of(insert.target());
    String shape =
        target.tokens().stream()
            .map(token -> token.isName() ? "n" : token.in(target.text()))
            .collect(joining());
    return insert.tail().isBlank()
        // INSERT and INTO are names themselves, as far as tokens tell.
        && shape.matches("nnn(\\.n)*(\\(n(,n)*\\))?");
  }

  /// `INSERT INTO table (columns)` with the names that the database knows them by.
  ///
  /// @throws SQLException when there is no such table or column
  String insert(Database database, CalciteCatalogReader reader) throws SQLException {
    Prepare.PreparingTable found = reader.getTable(table);
    DatabaseTable written = found == null ? null : found.unwrap(DatabaseTable.class);
    if (found == null || written == null || written.isOfSystem()) {
      throw new SQLException(
          "there is no table %s to write to".formatted(String.join(".", table)), "42P01");
    }
    List<String> names = new ArrayList<>();
    for (String column : columns) {
      RelDataTypeField field = reader.nameMatcher().field(found.getRowType(), column);
      if (field == null) {
        throw new SQLException("there is no column %s to write to".formatted(column), "42703");
      }
      names.add(field.getName());
    }
    return database.insertInto(written, names);
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
