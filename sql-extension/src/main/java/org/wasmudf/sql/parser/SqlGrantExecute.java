package org.wasmudf.sql.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
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

/// `GRANT EXECUTE ON FUNCTION name [(types)] TO TENANT tenant`, or the `REVOKE ... FROM TENANT`
/// that takes it back.
public final class SqlGrantExecute extends SqlCall {
  private static final SqlOperator GRANT =
      new SqlSpecialOperator("GRANT EXECUTE", SqlKind.OTHER_DDL);
  private static final SqlOperator REVOKE =
      new SqlSpecialOperator("REVOKE EXECUTE", SqlKind.OTHER_DDL);

  private final boolean isGrant;
  private final SqlIdentifier name;
  private final @Nullable SqlNodeList parameterTypes;
  private final SqlIdentifier tenant;

  /// Called by the generated parser.
  public SqlGrantExecute(
      SqlParserPos position,
      boolean isGrant,
      SqlIdentifier name,
      @Nullable SqlNodeList parameterTypes,
      SqlIdentifier tenant) {
    super(position);
    this.isGrant = isGrant;
    this.name = name;
    this.parameterTypes = parameterTypes;
    this.tenant = tenant;
  }

  /// Whether it is a GRANT.
  public boolean isGrant() {
    return isGrant;
  }

  /// The function's name, folded as the connection folds names.
  public SqlIdentifier name() {
    return name;
  }

  /// The types, each a [org.apache.calcite.sql.SqlDataTypeSpec], that pick one overload; null when
  /// the statement has none.
  public @Nullable SqlNodeList parameterTypes() {
    return parameterTypes;
  }

  /// The name of who may call the function, folded.
  public SqlIdentifier tenant() {
    return tenant;
  }

  @Override
  public SqlOperator getOperator() {
    return isGrant ? GRANT : REVOKE;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return parameterTypes == null ? List.of(name, tenant) : List.of(name, tenant, parameterTypes);
  }

  @Override
  public boolean equalsDeep(@Nullable SqlNode node, Litmus litmus) {
    return super.equalsDeep(node, litmus)
        && node instanceof SqlGrantExecute that
        && isGrant == that.isGrant;
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(isGrant ? "GRANT EXECUTE ON FUNCTION" : "REVOKE EXECUTE ON FUNCTION");
    name.unparse(writer, 0, 0);
    if (parameterTypes != null) {
      writer.list(SqlWriter.FrameTypeEnum.PARENTHESES, SqlWriter.COMMA, parameterTypes);
    }
    writer.keyword(isGrant ? "TO TENANT" : "FROM TENANT");
    tenant.unparse(writer, 0, 0);
  }
}
