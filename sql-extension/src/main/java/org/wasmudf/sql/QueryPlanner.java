package org.wasmudf.sql;

import java.lang.reflect.Type;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.calcite.avatica.AvaticaFactory;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteConnection;
import org.apache.calcite.jdbc.CalciteFactory;
import org.apache.calcite.jdbc.CalcitePrepare;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.jdbc.ContextSqlValidator;
import org.apache.calcite.jdbc.Driver;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.prepare.CalcitePrepareImpl;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.sql.database.Database;
import org.wasmudf.sql.database.NameRules;
import org.wasmudf.sql.database.RootSchema;
import org.wasmudf.sql.function.Execution;
import org.wasmudf.sql.function.FunctionDdl;
import org.wasmudf.sql.function.ModuleFiles;
import org.wasmudf.sql.parser.WasmSqlParser;
import org.wasmudf.sql.plan.WasmUdfTypeSystem;
import org.wasmudf.sql.tenant.Account;

/// Plans the queries of one connection: a Calcite connection of its own, over the database's tables
/// on the user's connection. One thread at a time.
///
/// A subclass of Calcite's driver, because that is how its connections are given another planner.
final class QueryPlanner extends Driver implements AutoCloseable {
  private final Database database;
  private final Account account;
  private final CalciteConnection connection;
  private @Nullable CalcitePrepare current;

  /// @param account for whom queries run
  /// @param schemas ours, by their folded names
  QueryPlanner(Database database, Account account, Map<String, Schema> schemas) {
    this.database = database;
    this.account = account;
    this.connection = connect(new RootSchema(database, schemas, TenantRules.hiddenSchemas()));
  }

  private CalciteConnection connect(RootSchema root) {
    AvaticaFactory connections = factory;
    return (CalciteConnection)
        ((CalciteFactory) connections)
            .newConnection(
                this,
                connections,
                CONNECT_STRING_PREFIX,
                properties(database.names()),
                CalciteSchema.createRootSchema(false, false, "", root),
                new JavaTypeFactoryImpl(WasmUdfTypeSystem.INSTANCE));
  }

  private static Properties properties(NameRules names) {
    Properties properties = new Properties();
    set(properties, CalciteConnectionProperty.UNQUOTED_CASING, names.unquoted());
    set(properties, CalciteConnectionProperty.QUOTED_CASING, names.quoted());
    set(properties, CalciteConnectionProperty.QUOTING, names.quoting());
    set(properties, CalciteConnectionProperty.CASE_SENSITIVE, names.caseSensitive());
    set(properties, CalciteConnectionProperty.DEFAULT_NULL_COLLATION, names.nulls());
    set(properties, CalciteConnectionProperty.MATERIALIZATIONS_ENABLED, false);
    return properties;
  }

  private static void set(Properties properties, CalciteConnectionProperty property, Object value) {
    properties.setProperty(
        property.camelName(),
        value instanceof Boolean ? value.toString() : value.toString().toUpperCase(Locale.ROOT));
  }

  @Override
  public CalcitePrepare createPrepare() {
    CalcitePrepare prepare = current;
    if (prepare == null) {
      throw new IllegalStateException("nothing is being prepared");
    }
    return prepare;
  }

  CalciteConnection connection() {
    return connection;
  }

  /// Plans a query.
  ///
  /// @throws SQLException when it can't be parsed, validated or planned
  PlannedQuery plan(QueryRequest request) throws SQLException {
    Execution execution = new Execution(account.tenant());
    QueryPrepare prepare = prepare(request, execution);
    PreparedStatement statement = prepare(prepare, request.sql());
    return new PlannedQuery(statement, prepare.functions(), prepare.nestedParameters(), execution);
  }

  /// The plan of a query, as text.
  ///
  /// @throws SQLException when it can't be parsed, validated or planned
  String explain(QueryRequest request) throws SQLException {
    QueryPrepare prepare = prepare(request, new Execution(account.tenant()));
    prepare(prepare, request.sql()).close();
    return prepare.plan();
  }

  private QueryPrepare prepare(QueryRequest request, Execution execution) {
    return new QueryPrepare(
        database, account.functions(), connection.getProperties(), request, execution);
  }

  private PreparedStatement prepare(CalcitePrepare prepare, String sql) throws SQLException {
    current = prepare;
    try {
      return connection.prepareStatement(sql);
    } catch (SQLException
        | RuntimeException
        | LinkageError
        | StackOverflowError
        | AssertionError e) {
      throw SqlErrors.of(e);
    } finally {
      current = null;
    }
  }

  /// Prepares a query that the database is to answer after all.
  PreparedStatement prepareInDatabase(String sql) throws SQLException {
    return database.connection().prepareStatement(sql);
  }

  /// Parses a statement of ours.
  SqlNode parse(String sql) throws SQLException {
    try {
      return read(sql);
    } catch (SqlParseException e) {
      throw SqlErrors.of(e);
    }
  }

  /// As [#parse], of a text that the user hasn't written.
  SqlNode read(String sql) throws SqlParseException {
    NameRules names = database.names();
    SqlParser.Config config =
        SqlParser.config()
            .withParserFactory(WasmSqlParser.FACTORY)
            .withUnquotedCasing(names.unquoted())
            .withQuotedCasing(names.quoted())
            .withQuoting(names.quoting())
            .withCaseSensitive(names.caseSensitive())
            .withConformance(CheckedConformance.INSTANCE);
    return SqlParser.create(sql, config).parseStmt();
  }

  /// Reads the types and modules of statements about functions.
  ///
  /// @param files those that modules may be read from
  FunctionDdl ddl(ModuleFiles files) {
    return new FunctionDdl(
        UdfRuntime.shared(),
        new ContextSqlValidator(connection.createPrepareContext(), true),
        account.name(),
        account.tenant(),
        files);
  }

  /// The table and columns that an INSERT of a tenant writes, as the beginning of a statement of
  /// our own.
  ///
  /// @throws SQLException when there is no such table or column
  String insert(InsertTarget target) throws SQLException {
    return target.insert(
        database, new SearchPathReader(connection.createPrepareContext(), database.searchPath()));
  }

  /// A statement whose execution gives these rows.
  PreparedStatement table(TextTable table) throws SQLException {
    return prepare(
        new CalcitePrepareImpl() {
          @Override
          public <T> CalciteSignature<T> prepareSql(
              Context context, Query<T> query, Type elementType, long maxRowCount) {
            return table.signature(context);
          }
        },
        "");
  }

  /// Describes a statement without `?`.
  ParameterMetaData noParameters() throws SQLException {
    try (PreparedStatement nothing = table(new TextTable(List.of(), List.of()))) {
      return nothing.getParameterMetaData();
    }
  }

  /// Cancels what queries are running in the database. Any thread.
  void cancel() throws SQLException {
    database.cancel();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
