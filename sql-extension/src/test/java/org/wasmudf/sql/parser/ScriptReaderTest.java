package org.wasmudf.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.sql.parser.ScriptReader.Missing;
import org.wasmudf.sql.parser.ScriptReader.Statement;

class ScriptReaderTest {
  @Test
  void semicolonsEndStatementsAndTheLastNeedsNone() {
    assertThat(statements("SELECT 1;\n  SELECT 2 ;SELECT 3"))
        .containsExactly(
            new Statement("SELECT 1", 1, 1),
            new Statement("SELECT 2", 2, 3),
            new Statement("SELECT 3", 2, 13));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ';', 'it''s;'",
        "SELECT \"a;\"\";\", `b;```",
        "SELECT 'no escape: \\', ';'",
        "SELECT E'an escape: \\';' , e'\\\\'",
        "SELECT X'00' 'ff', x';', B'01', U&'\\;', N';'",
        "SELECT $$;$$, $tag$ ; $$ ; $tag $ $Tag$ $tag$, $größe$;$größe$",
        "SELECT $1, a$$, b$tag$, $",
        "SELECT /* ; /* ; */ ' ; */ 1",
        "SELECT 1 -- it's; \"a\n, 2 -- $$ /* \r, 3",
        "SELECT a-b, a - -b, a/b, a*b, '--', '/*'",
        "SELECT 'größe', \"名前;\", 名前, '😀;'",
        "CREATE FUNCTION f() RETURNS int LANGUAGE SQL BEGIN ATOMIC SELECT 1; SELECT CASE WHEN a"
            + " THEN CASE b WHEN 1 THEN 2 END END; END",
        "create or replace procedure p() begin atomic insert into t values (1); end",
        "CREATE ALIAS f AS $$ int f() { return 1; } $$",
        "SELECT 1.5e-3, 1e5, .5, 1., 0x1F, 1e"
      })
  void semicolonsInsideOfQuotesCommentsAndBodiesEndNothing(String statement) {
    List<Statement> read = statements(" " + statement + "\n;\nSELECT 2");

    assertThat(read).hasSize(2);
    assertThat(read.getFirst()).isEqualTo(new Statement(statement, 1, 2));
    assertThat(read.getLast().text()).isEqualTo("SELECT 2");
    assertThat(ScriptReader.missing(statement + "\n")).isEqualTo(Missing.SEMICOLON);
    assertThat(ScriptReader.missing(statement + "\n;")).isEqualTo(Missing.NOTHING);
  }

  @Test
  void beginAndEndOutsideOfARoutineAreWordsLikeAnyOther() {
    assertThat(statements("BEGIN; SELECT CASE a WHEN 1 THEN 2 END; END; BEGIN ATOMIC; SELECT 1"))
        .extracting(Statement::text)
        .containsExactly(
            "BEGIN", "SELECT CASE a WHEN 1 THEN 2 END", "END", "BEGIN ATOMIC", "SELECT 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " \r\n\t\f\u00a0", ";", " ; ;; ", "-- nothing", "/* a; */ ; -- b;", "\ufeff;"})
  void nothingButBlanksCommentsAndSemicolonsIsNoStatement(String script) {
    assertThat(statements(script)).isEmpty();
    assertThat(ScriptReader.missing(script)).isEqualTo(Missing.NOTHING);
  }

  @Test
  void commentsAroundAStatementAreLeftOutAndThoseWithinStay() {
    assertThat(statements("-- first\n/* a */ SELECT /* b */ 1 /* c */; -- d\n SELECT 2 -- e"))
        .containsExactly(new Statement("SELECT /* b */ 1", 2, 9), new Statement("SELECT 2", 3, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void everyKindOfLineEndCountsOnce(String end) {
    String script = String.join(end, "SELECT 'a", "b', \"c", "d\"; /* ", " */ SELECT", "2;", "x");

    List<Statement> read = statements(script);

    assertThat(read).extracting(Statement::line).containsExactly(1, 4, 6);
    assertThat(read).extracting(Statement::column).containsExactly(1, 5, 1);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      delimiter = '~',
      value = {
        "SELECT 1; SELECT 'a;~unterminated string~18~END_OF_STRING",
        "SELECT X'00~unterminated string~9~END_OF_STRING",
        "SELECT E'a\\'~unterminated string~9~END_OF_STRING",
        "SELECT \"a''~unterminated quoted name~8~END_OF_QUOTED_NAME",
        "SELECT `a``~unterminated quoted name~8~END_OF_QUOTED_NAME",
        "SELECT $$ a $ ~unterminated dollar-quoted string~8~END_OF_DOLLAR_QUOTE",
        "SELECT $a$ $b$ $$~unterminated dollar-quoted string~8~END_OF_DOLLAR_QUOTE",
        "SELECT 1 /* /* */~unterminated comment~10~END_OF_COMMENT",
        "/*~unterminated comment~1~END_OF_COMMENT",
      })
  void whatIsNotClosedIsReportedWhereItOpens(
      String script, String message, int column, Missing missing) {
    ScriptException e =
        catchThrowableOfType(
            ScriptException.class, () -> statements("SELECT 0;\n" + script + "\n"));

    assertThat(e).hasMessage(message + " at line 2, column " + column);
    assertThat(e.line()).isEqualTo(2);
    assertThat(e.column()).isEqualTo(column);
    assertThat(ScriptReader.missing(script)).isEqualTo(missing);
  }

  @Test
  void statementsBeforeTheOneThatIsNotClosedAreRead() {
    ScriptReader reader = ScriptReader.of("SELECT 1; SELECT 'a");

    assertThat(reader.next().orElseThrow().text()).isEqualTo("SELECT 1");
    assertThatThrownBy(reader::next).isInstanceOf(ScriptException.class);
  }

  @Test
  void scriptIsReadOnlyAsFarAsTheStatementAskedFor() {
    Reader failsAfterTheFirst =
        new OneCharacterAtATime("SELECT 1;") {
          @Override
          int atEnd() throws IOException {
            throw new IOException("too far");
          }
        };
    ScriptReader reader = ScriptReader.of(failsAfterTheFirst);

    assertThat(reader.next().orElseThrow().text()).isEqualTo("SELECT 1");
    assertThatThrownBy(reader::next).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void randomScriptsSplitWhereTheyWerePutTogether() {
    List<String> pieces =
        List.of(
            "SELECT",
            "a1",
            "1.5e-3",
            "';'",
            "''';'",
            "\";\"\"\"",
            "`;`",
            "$$;'$$",
            "$t$;$$$t$",
            "/*;'*/",
            "/*/*;*/*/",
            "--;'$$/*\n",
            "--\r\n",
            "\n",
            "\r",
            "x';'",
            "E'\\';'",
            "(",
            ")",
            "$1",
            "-",
            "/",
            "*",
            "$",
            "größe",
            "名",
            "😀",
            "\t",
            "::",
            "begin",
            "end",
            "E",
            "'\\'");
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      List<String> expected = new ArrayList<>();
      StringBuilder script = new StringBuilder();
      for (int i = random.nextInt(6); i >= 0; i--) {
        StringBuilder statement = new StringBuilder("S ");
        for (int j = random.nextInt(12); j > 0; j--) {
          statement.append(pieces.get(random.nextInt(pieces.size()))).append(' ');
        }
        expected.add(statement.append("END").toString());
        script.append(statement).append(random.nextBoolean() ? ";" : " -- ;'\n; ; ");
      }

      String message = "seed " + seed + ": " + script;
      assertThat(statements(script.toString()))
          .as(message)
          .extracting(Statement::text)
          .isEqualTo(expected);
      assertThat(statements(ScriptReader.of(new OneCharacterAtATime(script.toString()))))
          .as(message)
          .isEqualTo(statements(script.toString()));
    }
  }

  @Test
  void everyBeginningOfAScriptSplitsOrSaysWhatIsNotClosed() {
    String script =
        "SELECT 'a''b', \"c\"\"d\", $$e$$, $f$g$f$, E'\\'', X'00', 1e-5 /* h /* i */ */; -- j\n"
            + "CREATE FUNCTION k() BEGIN ATOMIC SELECT 1; END; `l``m`";
    for (int length = 0; length <= script.length(); length++) {
      String beginning = script.substring(0, length);
      Missing missing = ScriptReader.missing(beginning);
      if (missing == Missing.NOTHING || missing == Missing.SEMICOLON) {
        assertThat(statements(beginning).size()).isLessThanOrEqualTo(3);
      } else {
        assertThatThrownBy(() -> statements(beginning)).isInstanceOf(ScriptException.class);
      }
      assertThat(SqlStatement.of(beginning).kind()).isNotNull();
    }
  }

  @Test
  void megabytesAreSplitQuickly() {
    String literal = "SELECT X'" + "00".repeat(2_000_000) + "'";
    String many = "SELECT 1;\n".repeat(300_000);
    String nested = "/*".repeat(500_000) + "*/".repeat(500_000);
    String dollars = "SELECT $a$" + "$a".repeat(1_000_000) + "$a$";
    long start = System.nanoTime();

    List<Statement> read = statements(literal + ";" + many + nested + dollars);

    assertThat(read).hasSize(300_002);
    assertThat(read.getFirst().text()).isEqualTo(literal);
    assertThat(read.getLast()).isEqualTo(new Statement(dollars, 300_001, 2_000_001));
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }

  private static List<Statement> statements(String script) {
    return statements(ScriptReader.of(new StringReader(script)));
  }

  private static List<Statement> statements(ScriptReader reader) {
    List<Statement> statements = new ArrayList<>();
    for (var next = reader.next(); next.isPresent(); next = reader.next()) {
      statements.add(next.get());
    }
    return statements;
  }

  private static class OneCharacterAtATime extends Reader {
    private final String text;
    private int position;

    OneCharacterAtATime(String text) {
      this.text = text;
    }

    int atEnd() throws IOException {
      return -1;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      if (position == text.length()) {
        return atEnd();
      }
      buffer[offset] = text.charAt(position++);
      return 1;
    }

    @Override
    public void close() {}
  }
}
