package org.wasmudf.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.wasmudf.sql.parser.SqlCreateWasmFunction;
import org.wasmudf.sql.parser.WasmSqlParser;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `wasm-udf call`: one call of one function, by way of SQL, so that types, checks and errors are
/// those of SQL.
@Command(
    name = "call",
    description = {
      "Calls a function of a WebAssembly module once and prints its result.",
      "",
      "For example: wasm-udf call money.wasm 'disc_price(DOUBLE, DOUBLE) RETURNS DOUBLE' 100 0.1",
      ""
    })
final class CallCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(index = "0", paramLabel = "FILE.wasm", description = "The module.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "SIGNATURE",
      description = "The function as CREATE FUNCTION declares it: name(types) RETURNS type.")
  private String signature = "";

  @Parameters(
      index = "2..*",
      paramLabel = "ARGUMENT",
      description = "A value as text; bytes in hexadecimal; NULL is SQL's NULL.")
  private List<String> arguments = new ArrayList<>();

  @Option(names = "--debug", description = "Print the stack trace of an error.")
  @SuppressWarnings("UnusedVariable") // read from the parse result
  private boolean debug;

  CallCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws CommandFailure, IOException {
    InputFile.checkReadable(file);
    String create =
        "CREATE FUNCTION " + signature + " LANGUAGE WASM FROM " + quoted(file.toString());
    String query = query(parse(create));
    try (Connection connection = DriverManager.getConnection("jdbc:wasmudf:");
        Statement statement = connection.createStatement()) {
      statement.execute(create);
      try (ResultSet rows = statement.executeQuery(query)) {
        rows.next();
        Object value = Column.value(rows, 1);
        streams.out().write((value == null ? "NULL" : Column.text(value)) + "\n");
      }
      return ExitCode.OK;
    } catch (SQLException e) {
      throw new CommandFailure(ErrorReport.describe(e), e);
    }
  }

  /// The declaration's syntax tree, which tells the types of the arguments.
  private static SqlCreateWasmFunction parse(String create) throws CommandFailure {
    try {
      return (SqlCreateWasmFunction)
          SqlParser.create(create, SqlParser.config().withParserFactory(WasmSqlParser.FACTORY))
              .parseStmt();
    } catch (SqlParseException e) {
      throw new CommandFailure(
          "not a signature: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
    }
  }

  private String query(SqlCreateWasmFunction function) throws CommandFailure {
    List<SqlCreateWasmFunction.Parameter> parameters = function.parameters();
    if (arguments.size() != parameters.size()) {
      throw new CommandFailure(
          "%s takes %d arguments, and %d are given"
              .formatted(signature, parameters.size(), arguments.size()));
    }
    StringJoiner call =
        new StringJoiner(", ", "VALUES (\"" + function.name().getSimple() + "\"(", "))");
    for (int i = 0; i < arguments.size(); i++) {
      call.add(literal(arguments.get(i), parameters.get(i).type()));
    }
    return call.toString();
  }

  private static String literal(String text, SqlDataTypeSpec type) {
    boolean binary = type.getTypeName().getSimple().endsWith("BINARY");
    String value = text.equals("NULL") ? text : (binary ? "X" : "") + quoted(text);
    return "CAST(%s AS %s)".formatted(value, type);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
