package org.wasmudf.sql.function;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.wasmudf.runtime.SelfDescription;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.sql.parser.FunctionKind;
import org.wasmudf.sql.parser.SqlCreateWasmFunction;

/// What a module says of its functions itself, read as CREATE FUNCTION. Functions of records are
/// passed over.
///
/// @param lines a declaration each, from the name on
public record DeclaredFunctions(List<String> lines) {
  /// How a line begins that says what it is a function of.
  private static final Pattern KIND =
      Pattern.compile("([A-Z]+\\s+)?FUNCTION\\s", Pattern.CASE_INSENSITIVE);

  /// Reads statements.
  public interface Parser {
    SqlNode parse(String statement) throws SqlParseException;
  }

  /// Those of a module.
  ///
  /// @throws UdfException as [SelfDescription#of(WasmModule)] does
  static DeclaredFunctions of(WasmModule module) {
    return new DeclaredFunctions(SelfDescription.of(module).sqlLines());
  }

  /// The statements that create what is declared.
  ///
  /// @param parser reads them
  /// @param module the module's name
  /// @throws CatalogException when there are none, or one can't be read
  List<SqlCreateWasmFunction> read(Parser parser, String module) {
    if (lines.isEmpty()) {
      throw CatalogException.undeclared(
          "module %s declares no functions in a section %s that SQL could call: write CREATE FUNCTION ... FROM MODULE %s for each"
              .formatted(module, SelfDescription.SECTION, module));
    }
    List<SqlCreateWasmFunction> statements = new ArrayList<>();
    for (String line : lines) {
      try {
        statements.add(statement(line, parser));
      } catch (SqlParseException e) {
        throw CatalogException.undeclared(
            "module %s declares what is no function: %s: %s".formatted(module, line, firstLine(e)));
      }
    }
    return statements;
  }

  /// Refuses a function of which the module says something else.
  ///
  /// @throws UdfException SIGNATURE_MISMATCH, with both
  void check(FunctionDdl.Declared told, SqlCreateWasmFunction function, FunctionDdl ddl) {
    String export = function.export();
    List<String> declared = new ArrayList<>();
    for (String line : lines) {
      // Reading them all would take a while, if there are many.
      if (!line.replace("''", "'").contains(export)) {
        continue;
      }
      Optional<SqlCreateWasmFunction> statement = readable(line);
      if (statement.isPresent() && statement.get().export().equals(export)) {
        if (statement.get().kind() == function.kind()
            && agrees(statement.get(), told, function, ddl)) {
          return;
        }
        declared.add(line);
      }
    }
    if (!declared.isEmpty()) {
      throw UdfException.of(
          UdfErrorCode.SIGNATURE_MISMATCH,
          "the statement declares %s of the export '%s', but the module itself declares %s"
              .formatted(told, export, declared.stream().collect(joining(" and "))));
    }
  }

  private static boolean agrees(
      SqlCreateWasmFunction declared,
      FunctionDdl.Declared told,
      SqlCreateWasmFunction function,
      FunctionDdl ddl) {
    try {
      return ddl.declared(FunctionDdl.name(function.name()), declared).equals(told);
    } catch (CalciteContextException e) {
      return false;
    }
  }

  /// What this version can't read is of no function that it could create.
  private static Optional<SqlCreateWasmFunction> readable(String line) {
    try {
      return Optional.of(statement(line, Declaration::read));
    } catch (SqlParseException e) {
      return Optional.empty();
    }
  }

  /// On lines of its own, so that no comment in the declaration reaches any further.
  private static SqlCreateWasmFunction statement(String line, Parser parser)
      throws SqlParseException {
    String kind = KIND.matcher(line).lookingAt() ? "" : FunctionKind.SCALAR.keywords();
    return (SqlCreateWasmFunction)
        parser.parse("CREATE %s\n%s\nLANGUAGE WASM%s".formatted(kind, line, Declaration.NO_MODULE));
  }

  private static String firstLine(SqlParseException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
