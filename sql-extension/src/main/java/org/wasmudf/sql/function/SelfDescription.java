package org.wasmudf.sql.function;

import static java.util.stream.Collectors.joining;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.binary.CustomSection;
import org.wasmudf.sql.parser.FunctionKind;
import org.wasmudf.sql.parser.SqlCreateWasmFunction;

/// What a module says of its functions: its custom section `wasmudf.functions`, in which each line
/// is a declaration in the words of CREATE FUNCTION, from the name on; that of an aggregate
/// function begins with AGGREGATE FUNCTION.
///
/// @param lines those that aren't empty; none where there is no such section
public record SelfDescription(List<String> lines) {
  /// The section's name.
  public static final String SECTION = "wasmudf.functions";

  private static final int MAX_BYTES = 65_536;

  /// How a line begins that says what it is a function of.
  private static final Pattern KIND =
      Pattern.compile("([A-Z]+\\s+)?FUNCTION\\s", Pattern.CASE_INSENSITIVE);

  public SelfDescription {
    lines = List.copyOf(lines);
  }

  /// Reads statements.
  public interface Parser {
    SqlNode parse(String statement) throws SqlParseException;
  }

  /// Reads a module's section.
  ///
  /// @throws UdfException INVALID_MODULE when it isn't text, MODULE_TOO_LARGE when it has more than
  ///   65,536 bytes
  public static SelfDescription of(WasmModule module) {
    return module
        .info()
        .customSection(SECTION)
        .map(section -> of(section, module.bytes()))
        .orElse(new SelfDescription(List.of()));
  }

  /// As [#of(WasmModule)], of a section in its module's bytes.
  public static SelfDescription of(CustomSection section, byte[] module) {
    if (section.length() > MAX_BYTES) {
      throw UdfException.of(
          UdfErrorCode.MODULE_TOO_LARGE,
          "the section %s has %,d bytes; it may have %,d"
              .formatted(SECTION, section.length(), MAX_BYTES));
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(module, section.offset(), section.length()))
              .toString()
              // A string of C ends in one, and the linker puts them one behind the other.
              .replace('\0', '\n');
      return new SelfDescription(
          text.lines().map(String::strip).filter(each -> !each.isEmpty()).toList());
    } catch (CharacterCodingException e) {
      throw UdfException.of(
          UdfErrorCode.INVALID_MODULE, "the section %s is not UTF-8".formatted(SECTION), e);
    }
  }

  /// The statements that create what is declared.
  ///
  /// @param parser reads them
  /// @param module the module's name
  /// @throws CatalogException when there are none, or one can't be read
  List<SqlCreateWasmFunction> read(Parser parser, String module) {
    if (lines.isEmpty()) {
      throw CatalogException.undeclared(
          "module %s declares no functions in a section %s: write CREATE FUNCTION ... FROM MODULE %s for each"
              .formatted(module, SECTION, module));
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
