package org.wasmudf.sql.tenant;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.sql.function.CatalogException;
import org.wasmudf.sql.function.FunctionCatalog;
import org.wasmudf.sql.function.FunctionCatalog.IfExists;
import org.wasmudf.sql.function.FunctionDdl;
import org.wasmudf.sql.parser.SqlAlterTenant;
import org.wasmudf.sql.parser.SqlCreateTenant;
import org.wasmudf.sql.parser.SqlDropTenant;
import org.wasmudf.sql.parser.SqlGrantExecute;

/// Executes the statements about tenants, for one account.
public final class TenantStatements {
  private final CatalogState state;
  private final Account account;
  private final FunctionDdl ddl;

  /// @param state is changed
  /// @param account for whom
  public TenantStatements(CatalogState state, Account account, FunctionDdl ddl) {
    this.state = state;
    this.account = account;
    this.ddl = ddl;
  }

  /// CREATE TENANT.
  public void create(SqlCreateTenant statement) {
    checkOwner();
    state.create(
        statement.name().getSimple(),
        statement.limits(),
        statement.getReplace()
            ? IfExists.REPLACE
            : statement.ifNotExists ? IfExists.KEEP : IfExists.FAIL);
  }

  /// ALTER TENANT.
  public void alter(SqlAlterTenant statement) {
    checkOwner();
    state.alter(statement.name().getSimple(), statement.limits());
  }

  /// DROP TENANT.
  public void drop(SqlDropTenant statement) {
    checkOwner();
    String name = statement.name().getSimple();
    if (!statement.ifExists || state.find(name).isPresent()) {
      state.drop(name);
    }
  }

  private void checkOwner() {
    if (account.isTenant()) {
      throw CatalogException.forbidden(
          "only a connection without a tenant may create, alter or drop tenants");
    }
  }

  /// GRANT and REVOKE.
  public void grant(SqlGrantExecute statement) {
    String name = FunctionDdl.name(statement.name());
    @Nullable List<SqlType> types = ddl.parameterTypes(statement.parameterTypes());
    FunctionCatalog functions = state.functions(account);
    FunctionCatalog grantee = state.functions(state.get(statement.tenant().getSimple()));
    if (!statement.isGrant()) {
      functions.revoke(name, types, grantee);
      return;
    }
    if (account.isTenant() && isBuiltIn(name)) {
      throw CatalogException.forbidden(
          "%s is a function of SQL itself: a tenant's own of that name can't be granted to others"
              .formatted(name));
    }
    functions.grant(name, types, grantee);
  }

  /// Whether another tenant's statements may call something of that name without knowing of ours.
  private static boolean isBuiltIn(String name) {
    List<SqlOperator> found = new ArrayList<>();
    SqlStdOperatorTable.instance()
        .lookupOperatorOverloads(
            new SqlIdentifier(name, SqlParserPos.ZERO),
            null,
            SqlSyntax.FUNCTION,
            found,
            SqlNameMatchers.withCaseSensitive(false));
    return !found.isEmpty();
  }
}
