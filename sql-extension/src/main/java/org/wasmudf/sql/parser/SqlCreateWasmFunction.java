package org.wasmudf.sql.parser;

import java.util.HexFormat;
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
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/// `CREATE [OR REPLACE] [TABLE] FUNCTION [IF NOT EXISTS] name(...) RETURNS type LANGUAGE WASM ...`:
/// what the statement says, before the types, the module and its export are looked at.
public final class SqlCreateWasmFunction extends SqlCreate {
  private static final SqlOperator OPERATOR =
      new SqlSpecialOperator("CREATE WASM FUNCTION", SqlKind.CREATE_FUNCTION);

  private final SqlIdentifier name;
  private final List<Parameter> parameters;
  private final Returned returned;
  private final Volatility volatility;
  private final String export;
  private final @Nullable String sha256;
  private final ModuleSource source;
  private final SqlParserPos sourcePosition;
  private final LimitChanges limits;

  SqlCreateWasmFunction(
      SqlParserPos position,
      boolean replace,
      boolean ifNotExists,
      SqlIdentifier name,
      List<Parameter> parameters,
      Returned returned,
      Volatility volatility,
      String export,
      @Nullable String sha256,
      ModuleSource source,
      SqlParserPos sourcePosition,
      LimitChanges limits) {
    super(OPERATOR, position, replace, ifNotExists);
    this.name = name;
    this.parameters = List.copyOf(parameters);
    this.returned = returned;
    this.volatility = volatility;
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
        && volatility == that.volatility
        && export.equals(that.export)
        && Objects.equals(sha256, that.sha256)
        && source.equals(that.source)
        && limits.equals(that.limits);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(getReplace() ? "CREATE OR REPLACE" : "CREATE");
    writer.keyword(returned instanceof Returned.Table ? "TABLE FUNCTION" : "FUNCTION");
    if (ifNotExists) {
      writer.keyword("IF NOT EXISTS");
    }
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
    writer.keyword("RETURNS NULL ON NULL INPUT EXTERNAL NAME");
    writer.literal(quoted(export));
    if (sha256 != null) {
      writer.keyword("SHA256");
      writer.literal(quoted(sha256));
    }
    limits.unparse(writer, "WITH");
    switch (source) {
      case ModuleSource.File file -> {
        writer.keyword("FROM");
        writer.literal(quoted(file.path()));
      }
      case ModuleSource.Bytes bytes -> {
        writer.keyword("AS");
        writer.literal("X'" + HexFormat.of().formatHex(bytes.bytes()) + "'");
      }
    }
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
