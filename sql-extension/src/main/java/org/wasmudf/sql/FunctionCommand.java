package org.wasmudf.sql;

import java.sql.ParameterMetaData;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.function.FunctionDdl;
import org.wasmudf.sql.function.FunctionStatements;
import org.wasmudf.sql.function.ModuleFiles;
import org.wasmudf.sql.function.Warnings;
import org.wasmudf.sql.parser.SqlAlterTenant;
import org.wasmudf.sql.parser.SqlCreateTenant;
import org.wasmudf.sql.parser.SqlCreateWasmFunction;
import org.wasmudf.sql.parser.SqlDropTenant;
import org.wasmudf.sql.parser.SqlDropWasmFunction;
import org.wasmudf.sql.parser.SqlGrantExecute;
import org.wasmudf.sql.tenant.Account;
import org.wasmudf.sql.tenant.TenantStatements;

/// The statements about functions and tenants. What they change is changed at once, whatever
/// becomes of the transaction.
final class FunctionCommand implements Command {
  private final QueryPlanner planner;
  private final Account account;
  private final ModuleFiles files;
  private final SqlNode statement;
  private final Warnings warnings = new Warnings();

  /// @param files those that modules may be read from
  FunctionCommand(QueryPlanner planner, Account account, ModuleFiles files, String sql)
      throws SQLException {
    this.planner = planner;
    this.account = account;
    this.files = files;
    this.statement = planner.parse(sql);
  }

  @Override
  public Outcome execute(Parameters parameters, Limits limits) {
    account.check();
    warnings.clear();
    FunctionDdl ddl = planner.ddl(files);
    FunctionStatements statements = new FunctionStatements(account.functions(), ddl, warnings);
    TenantStatements tenants = new TenantStatements(account, ddl);
    switch (statement) {
      case SqlCreateWasmFunction create -> statements.create(create);
      case SqlDropWasmFunction drop -> statements.drop(drop);
      case SqlCreateTenant create -> tenants.create(create);
      case SqlAlterTenant alter -> tenants.alter(alter);
      case SqlDropTenant drop -> tenants.drop(drop);
      case SqlGrantExecute grant -> tenants.grant(grant);
      default -> throw new IllegalStateException("not about functions or tenants: " + statement);
    }
    return Outcome.count(0);
  }

  @Override
  public @Nullable ResultSetMetaData columns() {
    return null;
  }

  @Override
  public ParameterMetaData parameters() throws SQLException {
    return planner.noParameters();
  }

  @Override
  public Warnings warnings() {
    return warnings;
  }

  @Override
  public void cancel() {
    // Over before anybody could.
  }

  @Override
  public void close() {}
}
