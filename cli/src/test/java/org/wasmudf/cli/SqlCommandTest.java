package org.wasmudf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqlCommandTest {
  @TempDir private Path folder = Path.of("");

  private static Run sql(String... args) {
    List<String> all = new ArrayList<>(List.of("sql"));
    all.addAll(List.of(args));
    return Run.of(all.toArray(String[]::new));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void statementsAndFilesRunInTheOrderGiven() throws IOException {
    Path insert = file("insert.sql", "INSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2);\n");
    Run run =
        sql(
            "--format=csv",
            "-c",
            "CREATE TABLE t (n INTEGER)",
            "-f",
            insert.toString(),
            "-c",
            "SELECT count(*) AS c FROM t; DELETE FROM t",
            "-f",
            insert.toString(),
            "-c",
            "SELECT sum(n) AS s FROM t");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("C\r\n2\r\nS\r\n3\r\n");
    assertThat(run.status()).isZero();
  }

  @Test
  void standardInputIsAScriptWhenItIsNoTerminal() {
    Run run = Run.withInput("SELECT 1 AS a;\nSELECT 'é' AS b", "sql", "--format=csv");
    assertThat(run.out()).isEqualTo("A\r\n1\r\nB\r\né\r\n");
    assertThat(run.status()).isZero();
  }

  @Test
  void theFirstFailureEndsTheRunAndNamesItsPlace() throws IOException {
    Path script = file("x.sql", "SELECT 1 AS a;\n\n  /* it */ SELECT nothing;\nSELECT 2 AS b;\n");
    Run run = sql("--format=csv", "-f", script.toString(), "-c", "SELECT 3");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEqualTo("A\r\n1\r\n");
    assertThat(run.err())
        .startsWith("error: " + script + ", line 3, column 12: ")
        .contains("NOTHING")
        .contains("42S22")
        .doesNotContain("\tat ");
  }

  @Test
  void anErrorInsideAStatementIsPlacedInTheScript() throws IOException {
    Path script =
        file(
            "f.sql",
            """
            SELECT 1 AS a;
              CREATE FUNCTION f(x DOUBLE)
                RETURNS NONSENSE LANGUAGE WASM FROM 'x'
            """);
    assertThat(sql("-f", script.toString()).err())
        .startsWith("error: " + script + ", line 3, column 13: ")
        .contains("NONSENSE");
    assertThat(sql("-c", "  CREATE FUNCTION f() RETURNS NONSENSE LANGUAGE WASM FROM 'x'").err())
        .startsWith("error: -c, line 1, column 31: ");
  }

  @Test
  void anErrorIsTheOnlyThingOnStandardError() {
    Run run = sql("-c", "SELECT 1 FROM nowhere");
    assertThat(run.err()).matches("error: -c, line 1, column 1: .*NOWHERE.*\n");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void debugAddsTheStackTrace() {
    assertThat(sql("--debug", "-c", "SELECT 1 FROM nowhere").err())
        .contains("\tat org.wasmudf.cli.");
  }

  @Test
  void aStringThatIsNotClosedIsNamedAfterTheStatementsBeforeItHaveRun() {
    Run run = sql("--format=csv", "-c", "SELECT 1 AS a;\nSELECT 'x");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEqualTo("A\r\n1\r\n");
    assertThat(run.err()).isEqualTo("error: -c: unterminated string at line 2, column 8\n");
  }

  @Test
  void aMissingFileIsFoundBeforeAnythingRuns() {
    Path none = folder.resolve("none.sql");
    Run run = sql("-c", "SELECT 1", "-f", none.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo("error: there is no file " + none + "\n");
  }

  @Test
  void aFileThatIsNotUtf8IsRefused() throws IOException {
    Path latin = folder.resolve("latin.sql");
    Files.write(latin, "SELECT 'é'".getBytes(StandardCharsets.ISO_8859_1));
    Run run = sql("-f", latin.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("error: " + latin + ": not UTF-8 text\n");
  }

  @Test
  void aDatabaseThatCannotBeReachedIsAnError() {
    Run run = Run.of("sql", "-u", "jdbc:nothing:", "-c", "SELECT 1");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: cannot connect: ").contains("jdbc:nothing:");
  }

  @Test
  void theUrlMayLeaveOutOurPrefix() {
    for (String url : List.of("jdbc:wasmudf:", "jdbc:wasmudf:jdbc:h2:mem:", "jdbc:h2:mem:")) {
      assertThat(Run.of("sql", "-u", url, "--format=csv", "-c", "SHOW FUNCTIONS").out())
          .as(url)
          .startsWith("name,");
    }
  }

  @Test
  void aScaleThatIsNoNumberIsNamed() {
    Run run = sql("--tpch=much", "-c", "SELECT 1");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("much").contains("tpch");
  }

  @Test
  void propertiesReachTheDatabase() {
    Run run = sql("-p", "user=me", "-p", "password=a=b", "--format=csv", "-c", "SELECT user");
    assertThat(run.out()).endsWith("\r\nME\r\n");
  }

  @Test
  void anUnknownFormatIsAnErrorOfUse() {
    Run run = sql("--format=xml", "-c", "SELECT 1");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(
            "error: Invalid value for option '--format': expected one of [TABLE, CSV, JSON]")
        .contains("'xml'")
        .endsWith("\nTry 'wasm-udf sql --help'.\n")
        .hasLineCount(4);
  }

  @Test
  void timingGoesToStandardErrorForEachStatement() {
    Run run = sql("--timing", "--format=json", "-c", "SELECT 1 AS a; SELECT 2 AS b");
    assertThat(run.out()).isEqualTo("[{\"A\":1}]\n[{\"B\":2}]\n");
    assertThat(run.err())
        .matches("-c, line 1, column 1: [0-9.]+ ms\n-c, line 1, column 16: [0-9.]+ ms\n");
  }

  @Test
  void csvAndJsonSayNothingOfStatementsWithoutRows() {
    String statements = "CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1), (2)";
    assertThat(sql("--format=csv", "-c", statements).out()).isEmpty();
    assertThat(sql("--format=json", "-c", statements).out()).isEmpty();
    assertThat(sql("-c", statements).out()).isEqualTo("done\n\n2 rows changed\n\n");
  }

  /// `noted(level)` logs `seen: ` and a digit at that level, and traps for 13.
  private static final String NOTED =
      """
      CREATE FUNCTION noted(level INTEGER) RETURNS INTEGER LANGUAGE WASM AS X'
        0061736D01000000 010C0260037F7F7F0060017F017F 020F01077761736D756466036C6F670000 03020101
        0503010001 071202066D656D6F72790200056E6F7465640001
        0A21011F004116413020006A3A000020004110410710002000410D460440000B20000B
        0B0C010041100B067365656E3A20';
      """;

  @Test
  void whatFunctionsLogIsAWarningAlsoWhereTheyFail() {
    Run run = sql("--format=csv", "-c", NOTED + "SELECT noted(2) AS n; SELECT noted(3) AS m");
    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo("N\r\n2\r\nM\r\n3\r\n");
    assertThat(run.err().lines())
        .containsExactly("warning: WARNING: seen: 2", "warning: INFO: seen: 3");
    Run failing =
        sql(
            "--format=csv",
            "-c",
            NOTED
                + "CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1), (13);"
                + " SELECT noted(n) AS n FROM t");
    assertThat(failing.status()).isEqualTo(1);
    assertThat(failing.err().lines().toList().getFirst()).isEqualTo("warning: ERROR: seen: 1");
    assertThat(failing.err()).contains("function NOTED, row 1 of the batch");
  }
}
