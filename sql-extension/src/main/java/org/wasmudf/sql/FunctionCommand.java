package org.wasmudf.sql;

import java.sql.ParameterMetaData;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.function.FunctionDdl;
import org.wasmudf.sql.function.FunctionStatements;
import org.wasmudf.sql.function.ModuleFiles;
import org.wasmudf.sql.function.ModuleStatements;
import org.wasmudf.sql.function.Warnings;
import org.wasmudf.sql.parser.SqlAlterTenant;
import org.wasmudf.sql.parser.SqlCreateModule;
import org.wasmudf.sql.parser.SqlCreateModuleFunctions;
import org.wasmudf.sql.parser.SqlCreateTenant;
import org.wasmudf.sql.parser.SqlCreateWasmFunction;
import org.wasmudf.sql.parser.SqlDropModule;
import org.wasmudf.sql.parser.SqlDropTenant;
import org.wasmudf.sql.parser.SqlDropWasmFunction;
import org.wasmudf.sql.parser.SqlGrantExecute;
import org.wasmudf.sql.store.CatalogStore;
import org.wasmudf.sql.tenant.Account;
import org.wasmudf.sql.tenant.CatalogState;
import org.wasmudf.sql.tenant.TenantStatements;

/// The statements about functions, modules and tenants. What they change is changed at once,
/// whatever becomes of the transaction.
final class FunctionCommand implements Command {
  private final QueryPlanner planner;
  private final Account account;
  private final CatalogStore store;
  private final ModuleFiles files;
  private final SqlNode statement;
  private final Warnings warnings = new Warnings();

  /// @param store keeps what is changed
  /// @param files those that modules may be read from
  FunctionCommand(
      QueryPlanner planner, Account account, CatalogStore store, ModuleFiles files, String sql)
      throws SQLException {
    this.store = store;
    this.planner = planner;
    this.account = account;
    this.files = files;
    this.statement = planner.parse(sql);
  }

  @Override
  public Outcome execute(Parameters parameters, Limits limits) throws SQLException {
    account.check();
    account.database().change(store, account, this::change);
    return Outcome.count(0);
  }

  private void change(CatalogState state) {
    warnings.clear();
    FunctionDdl ddl = planner.ddl(files);
    FunctionStatements functions = new FunctionStatements(state.functions(account), ddl, warnings);
    ModuleStatements modules = new ModuleStatements(state.functions(account), ddl);
    TenantStatements tenants = new TenantStatements(state, account, ddl);
    switch (statement) {
      case SqlCreateWasmFunction create -> functions.create(create);
      case SqlCreateModuleFunctions create -> functions.create(create, planner::read);
      case SqlDropWasmFunction drop -> functions.drop(drop);
      case SqlCreateModule create -> modules.create(create);
      case SqlDropModule drop -> modules.drop(drop);
      case SqlCreateTenant create -> tenants.create(create);
      case SqlAlterTenant alter -> tenants.alter(alter);
      case SqlDropTenant drop -> tenants.drop(drop);
      case SqlGrantExecute grant -> tenants.grant(grant);
      default -> throw new IllegalStateException("not about the catalog: " + statement);
    }
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
