package org.wasmudf.sql.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/// `ALTER TENANT name SET (...)`; `WITH` in place of `SET` means the same.
public final class SqlAlterTenant extends SqlCall {
  private static final SqlOperator OPERATOR =
      new SqlSpecialOperator("ALTER TENANT", SqlKind.OTHER_DDL);

  private final SqlIdentifier name;
  private final LimitChanges limits;

  /// Called by the generated parser.
  public SqlAlterTenant(SqlParserPos position, SqlIdentifier name, LimitChanges limits) {
    super(position);
    this.name = name;
    this.limits = limits;
  }

  /// The tenant's name, folded as the connection folds names.
  public SqlIdentifier name() {
    return name;
  }

  /// The limits that change; all others stay.
  public LimitChanges limits() {
    return limits;
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.of(name);
  }

  @Override
  public boolean equalsDeep(@Nullable SqlNode node, Litmus litmus) {
    return super.equalsDeep(node, litmus)
        && node instanceof SqlAlterTenant that
        && limits.equals(that.limits);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("ALTER TENANT");
    name.unparse(writer, 0, 0);
    limits.unparse(writer, "SET");
  }
}
