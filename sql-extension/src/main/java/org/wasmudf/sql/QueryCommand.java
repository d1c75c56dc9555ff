package org.wasmudf.sql;

import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.sql.function.CatalogException;
import org.wasmudf.sql.function.FunctionCatalog;
import org.wasmudf.sql.function.FunctionDefinition;
import org.wasmudf.sql.function.Warnings;
import org.wasmudf.sql.tenant.Account;

/// A query, planned when it is prepared, and again when a function that it calls was replaced.
final class QueryCommand implements Command {
  private final QueryPlanner planner;
  private final Account account;
  private final QueryRequest request;
  private volatile PlannedQuery plan;
  private volatile boolean cancelled;
  private @Nullable PreparedStatement inDatabase;

  QueryCommand(QueryPlanner planner, Account account, QueryRequest request) throws SQLException {
    this.planner = planner;
    this.account = account;
    this.request = request;
    this.plan = planner.plan(request);
  }

  @Override
  public Outcome execute(Parameters parameters, Limits limits) throws SQLException {
    account.check();
    refresh();
    closeInDatabase();
    cancelled = false;
    PreparedStatement statement = plan.statement();
    statement.setQueryTimeout(limits.timeoutSeconds());
    plan.execution().begin(TimeUnit.SECONDS.toMillis(limits.timeoutSeconds()));
    try {
      parameters.bind(statement, plan.nestedParameters());
    } catch (SQLDataException | RefusedException e) {
      if (request.isOurs()) {
        throw e;
      }
      return executeInDatabase(parameters, limits);
    }
    Cancellation run = plan.execution().cancellation();
    return Outcome.rows(statement.executeQuery(), () -> checkCancelled(run));
  }

  /// Time that is over is the operators' affair: a result that is there may be read at leisure.
  private void checkCancelled(Cancellation run) {
    if (cancelled) {
      run.check();
    }
  }

  /// Runs a query that names nothing of ours with values that don't fit the types it was planned
  /// with: the database may know better, as with `WHERE n > ?` and 1.5.
  private Outcome executeInDatabase(Parameters parameters, Limits limits) throws SQLException {
    PreparedStatement statement = planner.prepareInDatabase(request.sql());
    inDatabase = statement;
    statement.setQueryTimeout(limits.timeoutSeconds());
    parameters.bindAsTheyAre(statement);
    return Outcome.rows(statement.executeQuery());
  }

  private void closeInDatabase() throws SQLException {
    if (inDatabase != null) {
      inDatabase.close();
      inDatabase = null;
    }
  }

  private void refresh() throws SQLException {
    FunctionCatalog catalog = account.functions();
    if (plan.functions().stream().allMatch(catalog::isCurrent)) {
      return;
    }
    for (FunctionDefinition each : plan.functions()) {
      if (!catalog.hasSuccessor(each)) {
        throw SqlErrors.of(CatalogException.dropped(each));
      }
    }
    PlannedQuery before = plan;
    plan = planner.plan(request);
    before.close();
  }

  @Override
  public ResultSetMetaData columns() throws SQLException {
    return plan.statement().getMetaData();
  }

  @Override
  public ParameterMetaData parameters() throws SQLException {
    return plan.statement().getParameterMetaData();
  }

  @Override
  public Warnings warnings() {
    return plan.execution().warnings();
  }

  @Override
  public void cancel() throws SQLException {
    // Not Calcite's own statement, which would stay cancelled.
    plan.execution().cancellation().request();
    cancelled = true;
    planner.cancel();
  }

  @Override
  public void close() throws SQLException {
    closeInDatabase();
    plan.close();
  }
}
