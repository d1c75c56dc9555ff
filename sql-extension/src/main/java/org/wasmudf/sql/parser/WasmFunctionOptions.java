package org.wasmudf.sql.parser;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.NullInput;

/// The options of CREATE FUNCTION, and those of CREATE MODULE, which are fewer, as the generated
/// parser meets them: in any order, each at most once. Public for that parser only.
public final class WasmFunctionOptions {
  private static final String SOURCES = "add FROM 'file', AS X'...' or AS BASE64 '...'";

  private final Set<String> given = new HashSet<>();
  private final LimitClause limits = LimitClause.ofFunction();
  private Volatility volatility = Volatility.VOLATILE;
  private NullInput nullInput = NullInput.RETURNS_NULL;
  private @Nullable String externalName;
  private @Nullable String sha256;
  private @Nullable ModuleSource source;
  private SqlParserPos sourcePosition = SqlParserPos.ZERO;

  /// Refuses `OR REPLACE` together with `IF NOT EXISTS`.
  public static void checkExistence(boolean replace, SqlParserPos ifNotExists) {
    if (replace) {
      throw StatementError.at(
          ifNotExists, "IF NOT EXISTS contradicts OR REPLACE: leave one of them out");
    }
  }

  /// `IMMUTABLE`, `STABLE` or `VOLATILE`.
  public void volatility(Volatility value, SqlParserPos position) {
    once("the volatility (IMMUTABLE, STABLE or VOLATILE)", position);
    volatility = value;
  }

  /// `RETURNS NULL ON NULL INPUT`, which is also what a function does that does not say it, or
  /// `CALLED ON NULL INPUT`.
  public void nullInput(NullInput value, SqlParserPos position) {
    once("what happens on NULL input (RETURNS NULL or CALLED)", position);
    nullInput = value;
  }

  /// `EXTERNAL NAME 'export'`.
  public void externalName(String export, SqlParserPos position) {
    once("EXTERNAL NAME", position);
    externalName = export;
  }

  /// `SHA256 'hex'`.
  public void sha256(String hex, SqlParserPos position) {
    once("SHA256", position);
    if (!hex.matches("[0-9a-fA-F]{64}")) {
      throw StatementError.at(position, "SHA256 takes 64 hexadecimal digits, not '" + hex + "'");
    }
    sha256 = hex.toLowerCase(Locale.ROOT);
  }

  /// `FROM 'file'`.
  public void file(String path, SqlParserPos position) {
    if (path.isEmpty()) {
      throw StatementError.at(position, "FROM takes the name of a file, not ''");
    }
    source(new ModuleSource.File(path), position);
  }

  /// `FROM MODULE name`.
  public void module(SqlIdentifier name) {
    source(new ModuleSource.Module(name.getSimple()), name.getParserPosition());
  }

  /// `AS X'...'`, from the token's text.
  public void hex(String image, SqlParserPos position) {
    source(new ModuleSource.Bytes(new BinaryLiteral(image, position).hex()), position);
  }

  /// The `'...'` that continues `AS X'...'`.
  public void moreHex(String image, SqlParserPos position) {
    byte[] head = source instanceof ModuleSource.Bytes bytes ? bytes.bytes() : new byte[0];
    byte[] tail = new BinaryLiteral(image, position).hex();
    byte[] all = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    source = new ModuleSource.Bytes(all);
    sourcePosition = sourcePosition.plus(position);
  }

  /// `AS BASE64 '...'`, from the token's text.
  public void base64(String image, SqlParserPos position) {
    source(new ModuleSource.Bytes(new BinaryLiteral(image, position).base64()), position);
  }

  /// What the function's calls may use at most.
  public LimitClause limits() {
    return limits;
  }

  /// `WITH (...)`, whose [#limits] have been read.
  public void withLimits(SqlParserPos position) {
    once("WITH", position);
  }

  private void source(ModuleSource value, SqlParserPos position) {
    once("the module (FROM or AS)", position);
    source = value;
    sourcePosition = position;
  }

  private void once(String what, SqlParserPos position) {
    if (!given.add(what)) {
      throw StatementError.at(position, what + " is given twice");
    }
  }

  /// The whole statement.
  ///
  /// @param spelling the last part of the name as written: the export, unless another is named
  public SqlCreateWasmFunction createFunction(
      SqlParserPos position,
      boolean replace,
      boolean ifNotExists,
      FunctionKind kind,
      SqlIdentifier name,
      String spelling,
      List<SqlCreateWasmFunction.Parameter> parameters,
      SqlCreateWasmFunction.Returned returned) {
    checkNames("parameter", parameters);
    if (returned instanceof SqlCreateWasmFunction.Returned.Table table) {
      checkNames("column", table.columns());
    }
    if (source == null) {
      throw StatementError.at(
          position, "the function has no module: %s, or FROM MODULE name".formatted(SOURCES));
    }
    return new SqlCreateWasmFunction(
        position,
        replace,
        ifNotExists,
        kind,
        name,
        parameters,
        returned,
        volatility,
        nullInput,
        externalName == null ? spelling : externalName,
        sha256,
        source,
        sourcePosition,
        limits.changes());
  }

  /// A whole statement that creates a module.
  public SqlCreateModule createModule(
      SqlParserPos position, boolean replace, boolean ifNotExists, SqlIdentifier name) {
    if (source == null) {
      throw StatementError.at(position, "the module has no bytes: " + SOURCES);
    }
    return new SqlCreateModule(
        position, replace, ifNotExists, name, sha256, source, sourcePosition);
  }

  private static void checkNames(String kind, List<SqlCreateWasmFunction.Parameter> parameters) {
    Set<String> names = new HashSet<>();
    for (SqlCreateWasmFunction.Parameter parameter : parameters) {
      SqlIdentifier name = parameter.name();
      if (name != null && !names.add(name.getSimple())) {
        throw StatementError.at(
            name.getParserPosition(), kind + " " + name.getSimple() + " is given twice");
      }
    }
  }
}
