package org.wasmudf.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Locale;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/// The interactive shell: reads statements from a terminal until its user leaves. A statement that
/// fails is reported and the next one is asked for.
final class Shell {
  private static final String HELP =
      """
      Statements end with a semicolon and may take several lines.
        SHOW FUNCTIONS;   lists the WebAssembly functions
        Tab               completes keywords, tables, columns and functions
        Ctrl-C            stops the running statement, or drops the lines typed so far
        Ctrl-R            searches the history
        help              prints this text
        \\q, exit, quit    leave, as Ctrl-D does
      """;

  private final SqlSession session;
  private final Streams streams;
  private final boolean debug;
  private final SqlCompleter completer;

  Shell(Connection connection, SqlSession session, Streams streams, boolean debug) {
    this.session = session;
    this.streams = streams;
    this.debug = debug;
    this.completer = new SqlCompleter(connection);
  }

  /// Talks to the terminal's user until they leave.
  ///
  /// @param history the file that keeps what was typed
  void run(Terminal terminal, Path history) throws IOException {
    LineReader reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("wasm-udf")
            .parser(new StatementParser())
            .completer(completer)
            .variable(LineReader.HISTORY_FILE, history)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P %M-> ")
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.CASE_INSENSITIVE, true)
            .build();
    terminal.handle(Terminal.Signal.INT, signal -> session.cancel());
    print("wasm-udf: type a statement and a semicolon, help, or \\q to leave.\n");
    while (true) {
      try {
        String line = reader.readLine("wasm-udf> ");
        switch (ShellCommand.of(line)) {
          case QUIT -> {
            return;
          }
          case HELP -> print(HELP);
          case NONE -> execute(line);
        }
      } catch (UserInterruptException e) {
        // Ctrl-C while typing: the reader has dropped the lines; ask anew.
      } catch (EndOfFileException e) {
        return;
      }
    }
  }

  private void execute(String sql) throws IOException {
    try {
      session.run(Script.of("", sql));
    } catch (CommandFailure e) {
      ErrorReport.print(e, debug, streams.err());
    } finally {
      completer.forget();
    }
  }

  private void print(String text) throws IOException {
    streams.out().write(text);
    streams.out().flush();
  }

  /// The history's place: the folder for state that outlives a session.
  static Path historyFile() {
    String state = System.getenv("XDG_STATE_HOME");
    Path folder =
        state != null && !state.isEmpty()
            ? Path.of(state)
            : Path.of(System.getProperty("user.home"), ".local", "state");
    return folder.resolve("wasm-udf").resolve("history");
  }

  /// What the shell understands besides SQL; needs no semicolon.
  enum ShellCommand {
    QUIT,
    HELP,
    NONE;

    static ShellCommand of(String line) {
      return switch (line.strip().toLowerCase(Locale.ROOT)) {
        case "\\q", "exit", "quit", "exit;", "quit;" -> QUIT;
        case "help", "help;", "\\?", "\\h" -> HELP;
        default -> NONE;
      };
    }
  }
}
