package org.wasmudf.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.sql.SingleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `wasm-udf call`: one call of one function, with the types, checks and errors of SQL.
@Command(
    name = "call",
    description = {
      "Calls a function of a WebAssembly module once and prints its result.",
      "",
      "For example:",
      "  wasm-udf call money.wasm 'disc_price(DOUBLE, DOUBLE) RETURNS DOUBLE' 100 0.1",
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
    try {
      SingleFunction function = SingleFunction.of(signature, file);
      Object value = Column.plain(function.call(values(function.parameterTypes())));
      streams.out().write((value == null ? "NULL" : Column.text(value)) + "\n");
      return ExitCode.OK;
    } catch (SQLException e) {
      boolean isSignature = !"42601".equals(e.getSQLState());
      throw new CommandFailure(
          (isSignature ? "" : "not a signature: ") + ErrorReport.describe(e), e);
    }
  }

  private List<@Nullable Object> values(List<SqlType> types) throws CommandFailure {
    if (arguments.size() != types.size()) {
      throw new CommandFailure(
          "%s takes %d arguments, and %d are given"
              .formatted(signature, types.size(), arguments.size()));
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      values.add(value(i + 1, arguments.get(i), types.get(i)));
    }
    return values;
  }

  private static @Nullable Object value(int index, String text, SqlType type)
      throws CommandFailure {
    if (text.equals("NULL")) {
      return null;
    }
    try {
      return type == SqlType.Simple.VARBINARY ? HexFormat.of().parseHex(text) : text;
    } catch (IllegalArgumentException e) {
      throw new CommandFailure("parameter %d: '%s' is not hexadecimal".formatted(index, text), e);
    }
  }
}
