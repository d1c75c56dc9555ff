package org.wasmudf.sql.parser;

import java.util.List;
import org.apache.calcite.sql.SqlDrop;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/// `DROP TENANT [IF EXISTS] name`.
public final class SqlDropTenant extends SqlDrop {
  private static final SqlOperator OPERATOR =
      new SqlSpecialOperator("DROP TENANT", SqlKind.OTHER_DDL);

  private final SqlIdentifier name;

  /// Called by the generated parser.
  public SqlDropTenant(SqlParserPos position, boolean ifExists, SqlIdentifier name) {
    super(OPERATOR, position, ifExists);
    this.name = name;
  }

  /// The tenant's name, folded as the connection folds names.
  public SqlIdentifier name() {
    return name;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.of(name);
  }

  @Override
  public boolean equalsDeep(@Nullable SqlNode node, Litmus litmus) {
    return super.equalsDeep(node, litmus)
        && node instanceof SqlDropTenant that
        && ifExists == that.ifExists;
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(ifExists ? "DROP TENANT IF EXISTS" : "DROP TENANT");
    name.unparse(writer, 0, 0);
  }
}
