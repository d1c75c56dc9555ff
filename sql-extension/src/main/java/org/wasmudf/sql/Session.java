package org.wasmudf.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.schema.Schema;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.database.Database;
import org.wasmudf.sql.database.NameRules;
import org.wasmudf.sql.function.ModuleFiles;
import org.wasmudf.sql.parser.SqlName;
import org.wasmudf.sql.parser.SqlStatement;
import org.wasmudf.sql.parser.StatementKind;
import org.wasmudf.sql.store.CatalogStore;
import org.wasmudf.sql.tenant.Account;

/// One connection of a user: tells what is ours among its statements, and makes it ready. One
/// thread at a time.
final class Session implements AutoCloseable {
  private final Database database;
  private final Account account;
  private final CatalogStore store;
  private final ModuleFiles files;
  private final Map<String, Schema> schemas;
  private @Nullable QueryPlanner planner;
  private boolean closed;

  /// @param account for whom the connection works
  /// @param store keeps the catalog; closed with this
  /// @param files those that modules may be read from
  /// @param schemas ours, by their names
  Session(
      Database database,
      Account account,
      CatalogStore store,
      ModuleFiles files,
      Map<String, Schema> schemas) {
    this.database = database;
    this.account = account;
    this.store = store;
    this.files = files;
    this.schemas = Map.copyOf(schemas);
  }

  Connection connection() {
    return database.connection();
  }

  /// A statement that is ours, ready to be executed; nothing when it is the database's, which a
  /// tenant's never is.
  ///
  /// @throws SQLException when it is ours and wrong
  Optional<Command> command(String sql) throws SQLException {
    SqlStatement statement = SqlStatement.of(sql);
    if (account.isTenant() || !(statement.kind() instanceof StatementKind.Other)) {
      refresh();
    }
    if (account.isTenant()) {
      TenantRules.check(statement);
    }
    return switch (statement.kind()) {
      case StatementKind.Query _ -> query(statement);
      case StatementKind.CreateWasmFunction _,
          StatementKind.ChangeModule _,
          StatementKind.ChangeTenant _ ->
          Optional.of(function(statement));
      case StatementKind.ShowModules _ ->
          Optional.of(new TableCommand(planner(), () -> ModuleTable.of(account)));
      case StatementKind.ShowFunctions _ ->
          Optional.of(new TableCommand(planner(), () -> FunctionTable.of(account)));
      case StatementKind.ShowTenants _ ->
          Optional.of(new TableCommand(planner(), () -> TenantTable.of(account)));
      case StatementKind.DropFunction drop ->
          isOurs(drop) ? Optional.of(function(statement)) : Optional.empty();
      case StatementKind.Explain explain ->
          namesOurs(statement) ? Optional.of(explain(statement, explain)) : Optional.empty();
      case StatementKind.Insert insert ->
          namesOurs(SqlStatement.of(insert.query()))
              ? Optional.of(insert(insert))
              : Optional.empty();
      case StatementKind.Update _ -> refuseOurs(statement, "UPDATE");
      case StatementKind.Delete _ -> refuseOurs(statement, "DELETE");
      case StatementKind.Merge _ -> refuseOurs(statement, "MERGE");
      case StatementKind.CreateTableAs _ -> refuseOurs(statement, "CREATE TABLE AS");
      case StatementKind.CreateView _ -> refuseOurs(statement, "CREATE VIEW");
      case StatementKind.Several _, StatementKind.Other _ -> Optional.empty();
    };
  }

  /// Sees what other connections have changed in the catalog since the last statement.
  void refresh() throws SQLException {
    account.database().refresh(store);
    account.check();
  }

  private Optional<Command> query(SqlStatement statement) throws SQLException {
    boolean isOurs = namesOurs(statement);
    try {
      return Optional.of(
          new QueryCommand(planner(), account, new QueryRequest(statement.text(), isOurs)));
    } catch (SQLException e) {
      if (isOurs) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private Command function(SqlStatement statement) throws SQLException {
    return new FunctionCommand(planner(), account, store, files, statement.text());
  }

  private Command insert(StatementKind.Insert insert) throws SQLException {
    if (SqlStatement.of(insert.tail()).mentions(name -> isWord(name, "RETURNING"))) {
      throw RefusedException.unsupported(
          "an INSERT with functions or tables of wasm-udf returns no rows: leave RETURNING out");
    }
    InsertTarget target = InsertTarget.of(insert, database.names());
    String write = account.isTenant() ? planner().insert(target) : insert.target();
    return new InsertCommand(
        connection(),
        write,
        insert.tail(),
        new QueryCommand(planner(), account, new QueryRequest(insert.query(), true, target)));
  }

  private static boolean isWord(SqlName name, String word) {
    return name.parts().size() == 1
        && !name.last().quoted()
        && name.last().text().equalsIgnoreCase(word);
  }

  private Command explain(SqlStatement statement, StatementKind.Explain explain)
      throws SQLException {
    return switch (explain.statement()) {
      case StatementKind.Query _ when explain.plan() -> lines(planOfCalcite(statement.text()));
      case StatementKind.Query _ -> lines(plan(explain.sql()));
      case StatementKind.Insert insert -> lines(plan(insert.query()));
      default ->
          throw RefusedException.unsupported(
              "only queries and INSERT ... SELECT can call functions or read tables of wasm-udf,"
                  + " and be explained");
    };
  }

  private String plan(String query) throws SQLException {
    return planner().explain(new QueryRequest(query, true));
  }

  /// What Calcite's own EXPLAIN PLAN answers, which has forms of its own.
  private String planOfCalcite(String explain) throws SQLException {
    try (PlannedQuery planned = planner().plan(new QueryRequest(explain, true))) {
      PreparedStatement statement = planned.statement();
      int parameters = statement.getParameterMetaData().getParameterCount();
      for (int i = 1; i <= parameters; i++) {
        // A plan doesn't depend on them, but Calcite wants them set.
        statement.setNull(i, Types.NULL);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  /// A plan with a row for each of its lines, as PostgreSQL shows them.
  private Command lines(String plan) throws SQLException {
    TextTable table = new TextTable(List.of("PLAN"), plan.lines().map(List::of).toList());
    return new TableCommand(planner(), () -> table);
  }

  /// H2 knows no DROP FUNCTION, so that there every one is for us.
  private boolean isOurs(StatementKind.DropFunction drop) {
    return account.isTenant() || isFunction(drop.name()) || database.product().equals("H2");
  }

  /// All that a tenant may execute at all is ours.
  private boolean namesOurs(SqlStatement statement) {
    return account.isTenant() || ours(statement).isPresent();
  }

  /// A function or table of ours that the statement names.
  private Optional<SqlName> ours(SqlStatement statement) {
    return statement.call(this::isFunction).or(() -> statement.mention(this::isTable));
  }

  private boolean isFunction(SqlName name) {
    return name.parts().size() == 1 && account.functions().contains(fold(name.last()));
  }

  private boolean isTable(SqlName name) {
    String schema = fold(name.parts().getFirst());
    return name.parts().size() > 1
        && schemas.keySet().stream().anyMatch(each -> database.names().matches(each, schema));
  }

  private String fold(SqlName.Part part) {
    NameRules names = database.names();
    return names.fold(part.text(), part.quoted());
  }

  private Optional<Command> refuseOurs(SqlStatement statement, String what) {
    Optional<SqlName> ours = ours(statement);
    if (ours.isPresent()) {
      throw RefusedException.unsupported(
          "%s can't use %s, which is known to wasm-udf only: write INSERT INTO ... SELECT instead"
              .formatted(what, ours.get()));
    }
    return Optional.empty();
  }

  private QueryPlanner planner() {
    if (planner == null) {
      planner = new QueryPlanner(database, account, schemas);
    }
    return planner;
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    store.close();
    if (planner != null) {
      planner.close();
    }
  }
}
