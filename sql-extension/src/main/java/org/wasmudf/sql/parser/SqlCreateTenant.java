package org.wasmudf.sql.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCreate;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/// `CREATE [OR REPLACE] TENANT [IF NOT EXISTS] name [WITH (...)]`.
public final class SqlCreateTenant extends SqlCreate {
  private static final SqlOperator OPERATOR =
      new SqlSpecialOperator("CREATE TENANT", SqlKind.OTHER_DDL);

  private final SqlIdentifier name;
  private final LimitChanges limits;

  /// Called by the generated parser.
  public SqlCreateTenant(
      SqlParserPos position,
      boolean replace,
      boolean ifNotExists,
      SqlIdentifier name,
      LimitChanges limits) {
    super(OPERATOR, position, replace, ifNotExists);
    this.name = name;
    this.limits = limits;
  }

  /// The tenant's name, folded as the connection folds names.
  public SqlIdentifier name() {
    return name;
  }

  /// The limits that aren't to be the default ones.
  public LimitChanges limits() {
    return limits;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.of(name);
  }

  @Override
  public boolean equalsDeep(@Nullable SqlNode node, Litmus litmus) {
    return super.equalsDeep(node, litmus)
        && node instanceof SqlCreateTenant that
        && getReplace() == that.getReplace()
        && ifNotExists == that.ifNotExists
        && limits.equals(that.limits);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(getReplace() ? "CREATE OR REPLACE TENANT" : "CREATE TENANT");
    if (ifNotExists) {
      writer.keyword("IF NOT EXISTS");
    }
    name.unparse(writer, 0, 0);
    limits.unparse(writer, "WITH");
  }
}
