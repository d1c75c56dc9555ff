package org.wasmudf.sql.database;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlDialectFactoryImpl;
import org.jspecify.annotations.Nullable;

/// A user's connection to the database, and what planning needs to know about the database.
///
/// Nothing that the user can change is kept: schemas and tables are looked up on this very
/// connection each time, so that a query sees what its own transaction created. Belongs to the
/// wrapped connection, which closes it; one thread at a time, except for [#cancel].
public final class Database {
  private final Connection connection;
  private final String product;
  private final NameRules names;
  private final SqlDialect dialect;
  private final DatabaseConvention convention;
  private final boolean hasSchemas;
  private final RunningStatements running = new RunningStatements();

  private Database(Connection connection, DatabaseMetaData metadata) throws SQLException {
    this.connection = connection;
    this.product = metadata.getDatabaseProductName();
    this.names = NameRules.of(metadata);
    this.dialect = SqlDialectFactoryImpl.INSTANCE.create(metadata);
    this.hasSchemas = metadata.supportsSchemasInDataManipulation();
    this.convention = new DatabaseConvention(this, dialect);
  }

  /// Reads what doesn't change from the connection's metadata.
  public static Database of(Connection connection) throws SQLException {
    return new Database(connection, connection.getMetaData());
  }

  /// The user's own connection.
  public Connection connection() {
    return connection;
  }

  /// The product's name, as its driver says it.
  public String product() {
    return product;
  }

  /// How the database treats names and where it sorts NULL.
  public NameRules names() {
    return names;
  }

  SqlDialect dialect() {
    return dialect;
  }

  DatabaseConvention convention() {
    return convention;
  }

  /// What has been opened on behalf of queries and is still running.
  RunningStatements running() {
    return running;
  }

  /// Cancels the statements that queries are running in the database. Any thread.
  public void cancel() throws SQLException {
    running.cancel();
  }

  /// The schemas in which the database looks for a name without a schema, the first first.
  public List<String> searchPath() throws SQLException {
    if (product.equals("PostgreSQL")) {
      // Temporary tables and the system catalog stand before the schemas that the user has set.
      return column("SELECT unnest(current_schemas(true))");
    }
    String current = hasSchemas ? connection.getSchema() : connection.getCatalog();
    return current == null || current.isEmpty() ? List.of() : List.of(current);
  }

  private List<String> column(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  /// The names of all schemas; of all catalogs in a database that has no schemas.
  List<String> schemaNames() throws SQLException {
    List<String> found = new ArrayList<>();
    DatabaseMetaData metadata = connection.getMetaData();
    try (ResultSet rows =
        hasSchemas ? metadata.getSchemas(connection.getCatalog(), null) : metadata.getCatalogs()) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  /// The tables of a schema: one, or all of them when no name is given. Without their columns.
  List<DatabaseTable> tables(String schema, @Nullable String name) throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    String escape = metadata.getSearchStringEscape();
    List<DatabaseTable> found = new ArrayList<>();
    try (ResultSet rows =
        metadata.getTables(
            hasSchemas ? connection.getCatalog() : schema,
            hasSchemas ? escaped(schema, escape) : null,
            name == null ? "%" : escaped(name, escape),
            null)) {
      while (rows.next()) {
        String table = rows.getString("TABLE_NAME");
        String type = rows.getString("TABLE_TYPE");
        if (TableKinds.isReadable(type) && (name == null || name.equals(table))) {
          found.add(new DatabaseTable(this, schema, table, TableKinds.of(type)));
        }
      }
    }
    return found;
  }

  List<Column> columns(String schema, String table) throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    String escape = metadata.getSearchStringEscape();
    List<Column> found = new ArrayList<>();
    try (ResultSet rows =
        metadata.getColumns(
            hasSchemas ? connection.getCatalog() : schema,
            hasSchemas ? escaped(schema, escape) : null,
            escaped(table, escape),
            "%")) {
      while (rows.next()) {
        if (rows.getString("TABLE_NAME").equals(table)) {
          found.add(Column.of(rows));
        }
      }
    }
    return found;
  }

  /// The beginning of a statement that writes a table.
  ///
  /// @param columns those that are written, by the names in the database; all when there are none
  public String insertInto(DatabaseTable table, List<String> columns) {
    StringBuilder sql = new StringBuilder("INSERT INTO ");
    dialect.quoteIdentifier(sql, table.identifier().names);
    if (!columns.isEmpty()) {
      sql.append(columns.stream().map(dialect::quoteIdentifier).collect(joining(", ", " (", ")")));
    }
    return sql.toString();
  }

  /// Statements for reading; the caller closes it.
  PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  /// Metadata methods take patterns: a name with `_` in it would find its neighbours as well.
  private static String escaped(String name, @Nullable String escape) {
    if (escape == null || escape.isEmpty()) {
      return name;
    }
    return name.replace(escape, escape + escape)
        .replace("_", escape + "_")
        .replace("%", escape + "%");
  }
}
