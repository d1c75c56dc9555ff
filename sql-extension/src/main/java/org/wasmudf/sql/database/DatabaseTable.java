package org.wasmudf.sql.database;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// A table or view of the database, for the planning of one query.
public final class DatabaseTable extends AbstractTable implements TranslatableTable {
  private final Database database;
  private final String schema;
  private final String name;
  private final Schema.TableType type;
  private @Nullable List<Column> columns;

  DatabaseTable(Database database, String schema, String name, Schema.TableType type) {
    this.database = database;
    this.schema = schema;
    this.name = name;
    this.type = type;
  }

  String name() {
    return name;
  }

  Database database() {
    return database;
  }

  /// The name in SQL for the database.
  SqlIdentifier identifier() {
    return new SqlIdentifier(List.of(schema, name), SqlParserPos.ZERO);
  }

  /// Whether Calcite's types hold all that the table holds.
  public boolean isFaithful() {
    return columns().stream().allMatch(Column::isFaithful);
  }

  /// Whether it is the database's own.
  public boolean isOfSystem() {
    String folder = schema.toLowerCase(Locale.ROOT);
    return type == Schema.TableType.SYSTEM_TABLE
        || type == Schema.TableType.SYSTEM_VIEW
        || folder.equals("information_schema")
        || folder.startsWith("pg_");
  }

  private List<Column> columns() {
    if (columns == null) {
      try {
        columns = database.columns(schema, name);
      } catch (SQLException e) {
        throw new DatabaseException(e);
      }
    }
    return columns;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory factory) {
    RelDataTypeFactory.Builder row = factory.builder();
    for (Column column : columns()) {
      row.add(column.name(), column.typeIn(factory));
    }
    return row.build();
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
    return new DatabaseTableScan(context.getCluster(), table, this);
  }

  @Override
  public Schema.TableType getJdbcTableType() {
    return type;
  }
}
