package org.wasmudf.sql.database;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.util.SqlString;
import org.jspecify.annotations.Nullable;

/// A query for the database, as a plan's operators have put it together.
///
/// Immutable; each reading runs it anew, on the user's connection.
public final class DatabaseQuery {
  private final Database database;
  private final String sql;
  private final List<ColumnReader> columns;
  private final List<Parameter> parameters;

  private DatabaseQuery(
      Database database, String sql, List<ColumnReader> columns, List<Parameter> parameters) {
    this.database = database;
    this.sql = sql;
    this.columns = List.copyOf(columns);
    this.parameters = List.copyOf(parameters);
  }

  /// A `?` of the query.
  ///
  /// @param index which of the whole statement's parameters it is, from 0
  record Parameter(int index, RelDataType type) {}

  static DatabaseQuery of(Database database, SqlString sql, RelNode plan) {
    Map<Integer, RelDataType> types = parameterTypes(plan);
    List<Integer> indexes =
        sql.getDynamicParameters() == null ? List.of() : sql.getDynamicParameters();
    List<RelDataTypeField> fields = plan.getRowType().getFieldList();
    return new DatabaseQuery(
        database,
        sql.getSql(),
        fields.stream().map(field -> ColumnReader.of(field.getIndex() + 1, field)).toList(),
        indexes.stream().map(index -> new Parameter(index, typeOf(types, index))).toList());
  }

  private static RelDataType typeOf(Map<Integer, RelDataType> types, int index) {
    RelDataType type = types.get(index);
    if (type == null) {
      throw new IllegalStateException("no parameter " + index);
    }
    return type;
  }

  private static Map<Integer, RelDataType> parameterTypes(RelNode plan) {
    Map<Integer, RelDataType> types = new TreeMap<>();
    new RelVisitor() {
      @Override
      public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
        node.accept(
            new RexShuttle() {
              @Override
              public RexNode visitDynamicParam(RexDynamicParam parameter) {
                types.put(parameter.getIndex(), parameter.getType());
                return parameter;
              }
            });
        super.visit(node, ordinal, parent);
      }
    }.go(plan);
    return types;
  }

  /// The SQL that the database is given.
  public String sql() {
    return sql;
  }

  Database database() {
    return database;
  }

  List<ColumnReader> columns() {
    return columns;
  }

  List<Parameter> parameters() {
    return parameters;
  }

  /// The rows, each an array of Calcite's own values.
  public Enumerable<@Nullable Object[]> rows(DataContext context) {
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<@Nullable Object[]> enumerator() {
        return open(context);
      }
    };
  }

  /// The values of the only column.
  public Enumerable<@Nullable Object> values(DataContext context) {
    return rows(context).select(row -> row[0]);
  }

  private RowCursor open(DataContext context) {
    try {
      return RowCursor.open(this, context);
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }
}
