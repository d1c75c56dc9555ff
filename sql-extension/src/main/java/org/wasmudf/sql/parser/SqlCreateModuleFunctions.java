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

/// `CREATE [OR REPLACE] FUNCTIONS FROM MODULE name`: all that the module declares of itself.
public final class SqlCreateModuleFunctions extends SqlCreate {
  private static final SqlOperator OPERATOR =
      new SqlSpecialOperator("CREATE FUNCTIONS", SqlKind.OTHER_DDL);

  private final SqlIdentifier module;

  /// Called by the generated parser.
  public SqlCreateModuleFunctions(SqlParserPos position, boolean replace, SqlIdentifier module) {
    super(OPERATOR, position, replace, false);
    this.module = module;
  }

  /// The module's name, folded as the connection folds names.
  public SqlIdentifier module() {
    return module;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.of(module);
  }

  @Override
  public boolean equalsDeep(@Nullable SqlNode node, Litmus litmus) {
    return super.equalsDeep(node, litmus)
        && node instanceof SqlCreateModuleFunctions that
        && getReplace() == that.getReplace();
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(getReplace() ? "CREATE OR REPLACE FUNCTIONS" : "CREATE FUNCTIONS");
    writer.keyword("FROM MODULE");
    module.unparse(writer, 0, 0);
  }
}
