package org.wasmudf.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.logging.Logger;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `wasm-udf sql`: runs statements, scripts, or a shell.
@Command(
    name = "sql",
    description = {
      "Runs SQL with WebAssembly functions over a database.",
      "",
      "Runs what -c and -f name, in their order, and stops at the first statement that fails. With"
          + " neither, it is a shell, or runs standard input where that is not a terminal.",
      ""
    },
    footer = {
      "",
      "csv and json write nothing but results to standard output. In csv, NULL is empty and the"
          + " empty string is \"\". In json, each result is an array of objects on a line of its"
          + " own, and NaN, Infinity and -Infinity are strings, since JSON has no such numbers."
          + " Binary values are hexadecimal in all formats.",
      "",
      "Exit status: 0, 1 when a statement failed, 2 when the options are wrong."
    })
final class SqlCommand implements Callable<Integer> {
  private static final Logger GUESTS = Logger.getLogger("org.wasmudf.guest");

  private static final String PREFIX = "jdbc:wasmudf:";

  private final Streams streams;

  @Option(
      names = {"-u", "--url"},
      paramLabel = "JDBC-URL",
      description = {
        "The database behind: its own JDBC URL, with or without jdbc:wasmudf: in front."
            + " Default: H2 in memory. Drivers of H2 and PostgreSQL are there; the launcher takes"
            + " others from WASM_UDF_CLASSPATH."
      })
  private String url = PREFIX;

  @Option(
      names = {"-p", "--property"},
      paramLabel = "KEY=VALUE",
      description = "A connection property, such as user=me. May be repeated.")
  private Map<String, String> properties = new LinkedHashMap<>();

  @ArgGroup(multiplicity = "0..*")
  private List<Input> inputs = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "Format of results: table, csv or json. Default: table.")
  private OutputFormat format = OutputFormat.TABLE;

  @Option(
      names = "--timing",
      description = "Print each statement's elapsed time to standard error.")
  private boolean timing;

  @Option(
      names = "--tpch",
      paramLabel = "SCALE",
      description =
          "Scale of the TPC-H data in schema tpch; 1 is 6 million line items. Default: 0.01.")
  private String tpchScale = "0.01";

  @Option(names = "--debug", description = "Print the stack trace of an error.")
  private boolean debug;

  SqlCommand(Streams streams) {
    this.streams = streams;
  }

  /// One `-c` or `-f`; a group, so that picocli keeps their order.
  static final class Input {
    @Option(
        names = {"-c", "--command"},
        paramLabel = "STATEMENT",
        description = "Run these statements, separated by semicolons. May be repeated.")
    private @Nullable String statements;

    @Option(
        names = {"-f", "--file"},
        paramLabel = "FILE",
        description = "Run the statements in this file of UTF-8 text. May be repeated.")
    private @Nullable Path file;

    private Script script() throws CommandFailure {
      if (file != null) {
        return Script.of(file);
      }
      return Script.of("-c", statements == null ? "" : statements);
    }
  }

  @Override
  public Integer call() throws CommandFailure, IOException {
    // What functions log is told as warnings of their statements, and once is enough.
    GUESTS.setUseParentHandlers(false);
    List<Script> scripts = scripts();
    try (Connection connection = connect()) {
      SqlSession session =
          new SqlSession(connection, format.writer(streams.out()), streams, timing);
      for (Script script : scripts) {
        session.run(script);
      }
      if (scripts.isEmpty()) {
        try (Terminal terminal = TerminalBuilder.terminal()) {
          new Shell(connection, session, streams, debug).run(terminal, Shell.historyFile());
        }
      }
      return CommandLine.ExitCode.OK;
    } catch (SQLException e) {
      throw new CommandFailure("cannot close the connection: " + ErrorReport.describe(e), e);
    }
  }

  /// All scripts, found before the first runs, so that a missing file leaves nothing half done.
  private List<Script> scripts() throws CommandFailure {
    if (inputs.isEmpty() && !streams.inIsTerminal()) {
      return List.of(Script.of("standard input", streams.in()));
    }
    List<Script> scripts = new ArrayList<>();
    for (Input input : inputs) {
      scripts.add(input.script());
    }
    return scripts;
  }

  private Connection connect() throws CommandFailure {
    Properties all = new Properties();
    all.setProperty("tpch", tpchScale);
    if (streams.errIsTerminal()) {
      all.put("tpchProgress", new Progress(new StatusLine(streams.err())));
    }
    all.putAll(properties);
    try {
      return DriverManager.getConnection(url.startsWith(PREFIX) ? url : PREFIX + url, all);
    } catch (SQLException e) {
      throw new CommandFailure("cannot connect: " + ErrorReport.describe(e), e);
    }
  }
}
