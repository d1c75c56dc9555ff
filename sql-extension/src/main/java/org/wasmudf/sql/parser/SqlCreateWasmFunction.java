package org.wasmudf.sql.parser;

import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlCreate;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.dialect.CalciteSqlDialect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.pretty.SqlPrettyWriter;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.NullInput;

/// `CREATE [OR REPLACE] [AGGREGATE | TABLE] FUNCTION [IF NOT EXISTS] name(...) RETURNS type
/// LANGUAGE WASM ...`: what the statement says, before the types, the module and its export are
/// looked at.
public final class SqlCreateWasmFunction extends SqlCreate {
  private static final SqlOperator OPERATOR =
      new SqlSpecialOperator("CREATE WASM FUNCTION", SqlKind.CREATE_FUNCTION);

  private final FunctionKind kind;
  private final SqlIdentifier name;
  private final List<Parameter> parameters;
  private final Returned returned;
  private final Volatility volatility;
  private final NullInput nullInput;
  private final String export;
  private final @Nullable String sha256;
  private final ModuleSource source;
  private final SqlParserPos sourcePosition;
  private final LimitChanges limits;

  SqlCreateWasmFunction(
      SqlParserPos position,
      boolean replace,
      boolean ifNotExists,
      FunctionKind kind,
      SqlIdentifier name,
      List<Parameter> parameters,
      Returned returned,
      Volatility volatility,
      NullInput nullInput,
      String export,
      @Nullable String sha256,
      ModuleSource source,
      SqlParserPos sourcePosition,
      LimitChanges limits) {
    super(OPERATOR, position, replace, ifNotExists);
    this.kind = kind;
    this.name = name;
    this.parameters = List.copyOf(parameters);
    this.returned = returned;
    this.volatility = volatility;
    this.nullInput = nullInput;
    this.export = export;
    this.sha256 = sha256;
    this.source = source;
    this.sourcePosition = sourcePosition;
    this.limits = limits;
  }

  /// A parameter; its name serves the reader only.
  public record Parameter(@Nullable SqlIdentifier name, SqlDataTypeSpec type) {}

  /// What the function returns.
  public sealed interface Returned {
    /// A value.
    record Value(SqlDataTypeSpec type) implements Returned {}

    /// Rows.
    ///
    /// @param columns theirs, each with its name
    record Table(List<Parameter> columns) implements Returned {
      public Table {
        columns = List.copyOf(columns);
      }
    }
  }

  /// What it is a function of.
  public FunctionKind kind() {
    return kind;
  }

  /// The function's name, qualified or not, folded as the connection folds names.
  public SqlIdentifier name() {
    return name;
  }

  public List<Parameter> parameters() {
    return parameters;
  }

  public Returned returned() {
    return returned;
  }

  public Volatility volatility() {
    return volatility;
  }

  public NullInput nullInput() {
    return nullInput;
  }

  /// The export of the module that is called: the one of `EXTERNAL NAME`, or the function's name as
  /// the statement spells it.
  public String export() {
    return export;
  }

  /// The module's expected SHA-256 as 64 lower-case hexadecimal digits, where the statement has
  /// one.
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

  /// What the function's calls may use at most.
  public LimitChanges limits() {
    return limits;
  }

  @Override
  public List<SqlNode> getOperandList() {
    List<SqlDataTypeSpec> types = parameters.stream().map(Parameter::type).toList();
    return List.of(name, new SqlNodeList(types, getParserPosition()), returnedNode());
  }

  private SqlNode returnedNode() {
    return switch (returned) {
      case Returned.Value(SqlDataTypeSpec type) -> type;
      case Returned.Table(List<Parameter> columns) -> {
        SqlNodeList nodes = new SqlNodeList(getParserPosition());
        for (Parameter each : columns) {
          nodes.add(each.name());
          nodes.add(each.type());
        }
        yield nodes;
      }
    };
  }

  @Override
  public boolean equalsDeep(@Nullable SqlNode node, Litmus litmus) {
    return super.equalsDeep(node, litmus)
        && node instanceof SqlCreateWasmFunction that
        && getReplace() == that.getReplace()
        && ifNotExists == that.ifNotExists
        && kind == that.kind
        && volatility == that.volatility
        && nullInput == that.nullInput
        && export.equals(that.export)
        && Objects.equals(sha256, that.sha256)
        && source.equals(that.source)
        && limits.equals(that.limits);
  }

  /// The statement without OR REPLACE, IF NOT EXISTS and all that tells the module: names in double
  /// quotes and as they are, so that it means the same whatever a connection makes of names. With a
  /// module added it is a statement again.
  public String declaration() {
    SqlWriter writer =
        new SqlPrettyWriter(
            SqlPrettyWriter.config()
                .withDialect(CalciteSqlDialect.DEFAULT)
                .withQuoteAllIdentifiers(true));
    writer.keyword("CREATE " + kind.keywords());
    unparseDeclaration(writer);
    return writer.toString();
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(getReplace() ? "CREATE OR REPLACE" : "CREATE");
    writer.keyword(kind.keywords());
    if (ifNotExists) {
      writer.keyword("IF NOT EXISTS");
    }
    unparseDeclaration(writer);
    if (sha256 != null) {
      writer.keyword("SHA256");
      writer.literal(quoted(sha256));
    }
    source.unparse(writer);
  }

  private void unparseDeclaration(SqlWriter writer) {
    name.unparse(writer, 0, 0);
    unparse(writer, parameters);
    writer.keyword("RETURNS");
    switch (returned) {
      case Returned.Value(SqlDataTypeSpec type) -> type.unparse(writer, 0, 0);
      case Returned.Table(List<Parameter> columns) -> {
        writer.keyword("TABLE");
        unparse(writer, columns);
      }
    }
    writer.keyword("LANGUAGE WASM");
    writer.keyword(volatility.name());
    writer.keyword(
        switch (nullInput) {
          case RETURNS_NULL -> "RETURNS NULL ON NULL INPUT";
          case CALLED -> "CALLED ON NULL INPUT";
        });
    writer.keyword("EXTERNAL NAME");
    writer.literal(quoted(export));
    limits.unparse(writer, "WITH");
  }

  private static void unparse(SqlWriter writer, List<Parameter> list) {
    SqlWriter.Frame frame = writer.startList("(", ")");
    for (Parameter parameter : list) {
      writer.sep(",");
      if (parameter.name() != null) {
        parameter.name().unparse(writer, 0, 0);
      }
      parameter.type().unparse(writer, 0, 0);
    }
    writer.endList(frame);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
