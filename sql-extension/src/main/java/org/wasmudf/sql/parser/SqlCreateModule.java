package org.wasmudf.sql.parser;

import java.util.List;
import java.util.Objects;
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

/// `CREATE [OR REPLACE] MODULE [IF NOT EXISTS] name { FROM 'file' | AS X'...' } [SHA256 'hex']`.
public final class SqlCreateModule extends SqlCreate {
  private static final SqlOperator OPERATOR =
      new SqlSpecialOperator("CREATE MODULE", SqlKind.OTHER_DDL);

  private final SqlIdentifier name;
  private final @Nullable String sha256;
  private final ModuleSource source;
  private final SqlParserPos sourcePosition;

  SqlCreateModule(
      SqlParserPos position,
      boolean replace,
      boolean ifNotExists,
      SqlIdentifier name,
      @Nullable String sha256,
      ModuleSource source,
      SqlParserPos sourcePosition) {
    super(OPERATOR, position, replace, ifNotExists);
    this.name = name;
    this.sha256 = sha256;
    this.source = source;
    this.sourcePosition = sourcePosition;
  }

  /// The module's name, qualified or not, folded as the connection folds names.
  public SqlIdentifier name() {
    return name;
  }

  /// The expected SHA-256 as 64 lower-case hexadecimal digits, where the statement has one.
  public @Nullable String sha256() {
    return sha256;
  }

  public ModuleSource source() {
    return source;
  }

  /// Where the file's name or the literal stands, for errors about the module.
  public SqlParserPos sourcePosition() {
    return sourcePosition;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.of(name);
  }

  @Override
  public boolean equalsDeep(@Nullable SqlNode node, Litmus litmus) {
    return super.equalsDeep(node, litmus)
        && node instanceof SqlCreateModule that
        && getReplace() == that.getReplace()
        && ifNotExists == that.ifNotExists
        && Objects.equals(sha256, that.sha256)
        && source.equals(that.source);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(getReplace() ? "CREATE OR REPLACE MODULE" : "CREATE MODULE");
    if (ifNotExists) {
      writer.keyword("IF NOT EXISTS");
    }
    name.unparse(writer, 0, 0);
    if (sha256 != null) {
      writer.keyword("SHA256");
      writer.literal("'" + sha256 + "'");
    }
    source.unparse(writer);
  }
}
