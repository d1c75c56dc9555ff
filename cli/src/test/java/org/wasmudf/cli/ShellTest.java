package org.wasmudf.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.EOFError;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Parser.ParseContext;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShellTest {
  @TempDir private Path folder = Path.of("");

  /// What the shell says to someone who types this and then Ctrl-D.
  private Run type(String typed) throws Exception {
    try (Terminal terminal = terminal(typed)) {
      return type(terminal);
    }
  }

  private Run type(Terminal terminal) throws Exception {
    StringWriter out = new StringWriter();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(
            InputStream.nullInputStream(),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            true,
            true);
    try (Connection connection = DriverManager.getConnection("jdbc:wasmudf:")) {
      SqlSession session = new SqlSession(connection, new CsvWriter(out), streams, false);
      new Shell(connection, session, streams, false).run(terminal, folder.resolve("history"));
    }
    return new Run(0, out.toString(), err.toString(StandardCharsets.UTF_8));
  }

  private static Terminal terminal(String typed) throws Exception {
    return new DumbTerminal(
        new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
        new ByteArrayOutputStream());
  }

  @Test
  void aStatementRunsWhenItsSemicolonComesOnWhateverLine() throws Exception {
    assertThat(type("SELECT 1\n  AS a, ';' AS b\n;\n").out()).endsWith("A,B\r\n1,;\r\n");
  }

  @Test
  void severalStatementsOnALineRunInOrder() throws Exception {
    assertThat(type("SELECT 1 AS a; SELECT 2 AS b;\n").out()).endsWith("A\r\n1\r\nB\r\n2\r\n");
  }

  @Test
  void aStatementThatFailsIsReportedAndTheNextRuns() throws Exception {
    Run run = type("SELECT nothing;\nSELECT 7 AS a;\n");
    assertThat(run.err()).startsWith("error: line 1, column 1: ").contains("NOTHING");
    assertThat(run.out()).endsWith("A\r\n7\r\n");
  }

  @Test
  void helpNeedsNoSemicolonAndNothingRunsAfterLeaving() throws Exception {
    for (String leave : List.of("\\q", "exit", "quit;", "EXIT")) {
      Run run = type("help\n" + leave + "\nSELECT 1 AS a;\n");
      assertThat(run.out()).as(leave).contains("SHOW FUNCTIONS").doesNotContain("A\r\n");
    }
  }

  @Test
  void whatWasTypedIsInTheHistory() throws Exception {
    type("SELECT 1;\nSELECT '!important';\n");
    assertThat(Files.readString(folder.resolve("history")))
        .contains("SELECT 1;")
        .contains("'!important'");
  }

  @Test
  void tabOffersKeywordsTablesAndColumnsInTheCaseTyped() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:wasmudf:");
        Terminal terminal = terminal("")) {
      connection
          .createStatement()
          .execute("CREATE TABLE lineitem (l_tax INTEGER, \"Odd one\" INTEGER)");
      SqlCompleter completer = new SqlCompleter(connection);
      var reader = LineReaderBuilder.builder().terminal(terminal).build();
      for (boolean lower : new boolean[] {true, false}) {
        String line = lower ? "select l" : "SELECT L";
        List<Candidate> candidates = new ArrayList<>();
        completer.complete(
            reader,
            new StatementParser().parse(line, line.length(), ParseContext.COMPLETE),
            candidates);
        assertThat(candidates)
            .extracting(Candidate::value)
            .contains(
                lower
                    ? new String[] {
                      "like",
                      "lineitem",
                      "public.lineitem",
                      "l_tax",
                      "\"Odd one\"",
                      "tpch.lineitem",
                      "l_orderkey"
                    }
                    : new String[] {
                      "LIKE",
                      "LINEITEM",
                      "PUBLIC.LINEITEM",
                      "L_TAX",
                      "\"Odd one\"",
                      "TPCH.LINEITEM",
                      "L_ORDERKEY"
                    });
      }
    }
  }

  @Test
  void aLineThatGoesOnSaysWhatIsMissing() {
    for (ParseContext context : List.of(ParseContext.ACCEPT_LINE, ParseContext.SECONDARY_PROMPT)) {
      for (String[] line :
          new String[][] {{"SELECT 1", ";"}, {"SELECT 'a;", "'"}, {"SELECT /* ;", "*/"}}) {
        assertThatThrownBy(() -> new StatementParser().parse(line[0], 0, context))
            .isInstanceOfSatisfying(
                EOFError.class, e -> assertThat(e.getMissing()).isEqualTo(line[1]));
      }
    }
  }

  @Test
  void aSecondLineIsPromptedForUnderTheFirst() throws Exception {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    try (Terminal terminal =
        new ExternalTerminal(
            "test",
            "xterm",
            new ByteArrayInputStream("SELECT\r1 AS a;\r".getBytes(StandardCharsets.UTF_8)),
            screen,
            StandardCharsets.UTF_8)) {
      type(terminal);
    }
    assertThat(screen.toString(StandardCharsets.UTF_8))
        .contains("wasm-udf> ")
        .contains("      ;-> ")
        .doesNotContain("%");
  }

  @Test
  void theWordToCompleteEndsAtTheCursorAndKeepsItsDots() {
    String line = "SELECT * FROM tpch.li WHERE x";
    var word = new StatementParser().parse(line, 21, ParseContext.COMPLETE);
    assertThat(word.word()).isEqualTo("tpch.li");
    assertThat(word.wordCursor()).isEqualTo(7);
  }
}
