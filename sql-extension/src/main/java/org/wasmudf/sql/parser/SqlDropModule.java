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

/// `DROP MODULE [IF EXISTS] name`.
public final class SqlDropModule extends SqlDrop {
  private static final SqlOperator OPERATOR =
      new SqlSpecialOperator("DROP MODULE", SqlKind.OTHER_DDL);

  private final SqlIdentifier name;

  /// Called by the generated parser.
  public SqlDropModule(SqlParserPos position, boolean ifExists, SqlIdentifier name) {
    super(OPERATOR, position, ifExists);
    this.name = name;
  }

  /// The module's name, qualified or not, folded as the connection folds names.
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
        && node instanceof SqlDropModule that
        && ifExists == that.ifExists;
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(ifExists ? "DROP MODULE IF EXISTS" : "DROP MODULE");
    name.unparse(writer, 0, 0);
  }
}
