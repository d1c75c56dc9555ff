package org.wasmudf.sql.parser;

import java.util.List;
import org.apache.calcite.sql.SqlDrop;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/// `DROP FUNCTION [IF EXISTS] name [(types)]`.
public final class SqlDropWasmFunction extends SqlDrop {
  private static final SqlOperator OPERATOR =
      new SqlSpecialOperator("DROP WASM FUNCTION", SqlKind.DROP_FUNCTION);

  private final SqlIdentifier name;
  private final @Nullable SqlNodeList parameterTypes;

  /// Called by the generated parser.
  public SqlDropWasmFunction(
      SqlParserPos position,
      boolean ifExists,
      SqlIdentifier name,
      @Nullable SqlNodeList parameterTypes) {
    super(OPERATOR, position, ifExists);
    this.name = name;
    this.parameterTypes = parameterTypes;
  }

  /// The function's name, qualified or not, folded as the connection folds names.
  public SqlIdentifier name() {
    return name;
  }

  /// The types, each a [org.apache.calcite.sql.SqlDataTypeSpec], that pick one overload; null when
  /// the statement has none, empty for the overload without parameters.
  public @Nullable SqlNodeList parameterTypes() {
    return parameterTypes;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return parameterTypes == null ? List.of(name) : List.of(name, parameterTypes);
  }

  @Override
  public boolean equalsDeep(@Nullable SqlNode node, Litmus litmus) {
    return super.equalsDeep(node, litmus)
        && node instanceof SqlDropWasmFunction that
        && ifExists == that.ifExists;
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(ifExists ? "DROP FUNCTION IF EXISTS" : "DROP FUNCTION");
    name.unparse(writer, 0, 0);
    if (parameterTypes != null) {
      writer.list(SqlWriter.FrameTypeEnum.PARENTHESES, SqlWriter.COMMA, parameterTypes);
    }
  }
}
