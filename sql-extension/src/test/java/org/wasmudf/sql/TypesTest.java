package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.Period;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wasmudf.runtime.Sha256;

/// What is special about some types of functions; that all of them work is shown by [RoundTrip].
final class TypesTest {
  private static final Path FOLDER = Path.of("src/test/guests");
  private static final Path FILE = FOLDER.resolve("types.wasm");

  private SqlSession session;

  @BeforeEach
  void open() throws SQLException {
    session = SqlSession.open("jdbc:wasmudf:");
  }

  @AfterEach
  void close() throws SQLException {
    session.close();
  }

  private void create(String name, String signature, String export) throws SQLException {
    session.update(
        "CREATE FUNCTION %s%s LANGUAGE WASM EXTERNAL NAME '%s' FROM '%s'"
            .formatted(name, signature, export, FILE));
  }

  @Test
  void wrongResultsAreNamedWithTheirRow() throws SQLException {
    create("wide_at", "(p INTEGER) RETURNS DECIMAL(20, 0)", "wide_at");
    create("short_text", "(t VARCHAR) RETURNS VARCHAR(3)", "id_bytes");
    create("short_bytes", "(t VARBINARY) RETURNS VARBINARY(3)", "id_bytes");
    create("code", "(t VARCHAR) RETURNS CHAR(3)", "id_bytes");
    create("time_of", "(n BIGINT) RETURNS TIME", "id_i64");
    String rows = " FROM (VALUES (0, 'a', X'01'), (65520, 'äöü  ', X'010203'), (%s)) v(n, t, b)";
    String[][] wrong = {
      {"wide_at(n)", "-1, 'a', X'01'", "row 2 of the batch: it returned a pointer"},
      {
        "short_text(t)",
        "0, 'abcd', X'01'",
        "row 2 of the batch: it returned a value that VARCHAR(3)"
      },
      {
        "short_bytes(b)", "0, 'a', X'01020304'", "row 2 of the batch: it returned a value that VARB"
      },
      {"code(t)", "0, 'abcd', X'01'", "row 2 of the batch: it returned a value that CHAR(3) can't"},
      {
        "time_of(n)",
        "-1, 'a', X'01'",
        "row 2 of the batch: it returned a value that TIME can't hold"
      }
    };
    for (String[] each : wrong) {
      assertThat(session.failure("SELECT " + each[0] + rows.formatted(each[1])))
          .startsWith("22003 function ")
          .contains(each[2]);
      assertThat(session.query("SELECT COUNT(" + each[0] + ")" + rows.formatted("0, 'c', X'02'")))
          .isEqualTo("3");
    }
  }

  @Test
  void charIsPaddedAndComparesSo() throws SQLException {
    create("code", "(t CHAR(5)) RETURNS CHAR(5)", "id_bytes");
    create("size_of", "(t CHAR(5)) RETURNS INTEGER", "size");
    session.update("CREATE TABLE codes (c CHAR(5), v VARCHAR(9))");
    session.update("INSERT INTO codes VALUES ('ab', 'ab'), ('abcde', 'abcde    ')");
    assertThat(session.query("SELECT size_of(c), size_of(v) FROM codes")).isEqualTo("5 | 5\n5 | 5");
    assertThat(session.query("SELECT code(v) || '|' FROM codes")).isEqualTo("ab   |\nabcde|");
    assertThat(session.query("SELECT COUNT(*) FROM codes WHERE code(v) = c AND code(c) = c"))
        .isEqualTo("2");
    assertThat(session.query("SELECT COUNT(*) FROM codes WHERE code(c) = 'ab'")).isEqualTo("1");
    assertThat(session.query("SHOW FUNCTIONS")).startsWith("CODE | T CHAR(5) | CHAR(5) | ");
  }

  /// With as many blanks as the column of the type has in the database.
  @Test
  void argumentsOfCharParametersArePadded() throws SQLException {
    create("code", "(t CHAR(4)) RETURNS VARCHAR", "id_bytes");
    session.update("CREATE TABLE texts (id INT, v VARCHAR(9), c CHAR(4), short CHAR(2))");
    session.update(
        "INSERT INTO texts VALUES (1, 'ab', 'ab', 'ab'), (2, '', '', ''), (3, '\uD83D\uDE00', 'x',"
            + " 'y'), (4, 'abcd', 'abcd', 'a'), (5, 'abcd   ', 'abc', ''), (6, NULL, NULL, NULL)");
    String padded = "ab  |\n    |\n\uD83D\uDE00   |\nabcd|\nabcd|\nnull";
    assertThat(session.query("SELECT code(v) || '|' FROM texts ORDER BY id")).isEqualTo(padded);
    assertThat(session.query("SELECT code(c) || '|' FROM texts ORDER BY id"))
        .isEqualTo(session.query("SELECT c || '|' FROM texts ORDER BY id"));
    assertThat(session.query("SELECT code(short) || '|' FROM texts ORDER BY id"))
        .isEqualTo("ab  |\n    |\ny   |\na   |\n    |\nnull");
    assertThat(session.query("SELECT code('ab') || '|', code('abcd  ') || '|', code(NULL)"))
        .isEqualTo("ab  | | abcd| | null");
    for (String text : List.of("", "ab", "abcd", "abcd ")) {
      assertThat(session.query("SELECT code(?) || '|'", text))
          .isEqualTo((text + "    ").substring(0, 4) + "|");
    }
    assertThat(
            session.query(
                "SELECT code(CASE WHEN id = 1 THEN 'a' ELSE 'bcd' END) || '|' FROM texts WHERE id <"
                    + " 3"))
        .isEqualTo("a   |\nbcd |");
    assertThat(session.query("SELECT code(CAST(? AS CHAR(4))) || '|'", "ab")).isEqualTo("ab  |");
    assertThat(session.query("SELECT COUNT(*) FROM texts WHERE code(v) = 'ab  '")).isEqualTo("1");
    assertThat(session.query("EXPLAIN PLAN FOR SELECT code(c) FROM texts"))
        .contains("ArrowProject")
        .doesNotContain("CHAR_ARGUMENT");
  }

  @Test
  void argumentsThatCharParametersCantHoldAreErrors() throws SQLException {
    create("code", "(t CHAR(4)) RETURNS VARCHAR", "id_bytes");
    String error =
        "22001 an argument of 5 characters is too long for the parameter T CHAR(4) of function"
            + " CODE: cut it with SUBSTRING";
    assertThat(session.failure("SELECT code('abcde')")).isEqualTo(error);
    assertThat(session.failure("SELECT code(?)", "abcde")).isEqualTo(error);
    session.update("CREATE TABLE texts (id INT, v VARCHAR(9))");
    session.update("INSERT INTO texts VALUES (1, 'ab'), (2, 'abcde')");
    assertThat(session.failure("SELECT code(v) FROM texts")).isEqualTo(error);
    assertThat(session.query("SELECT CASE WHEN id = 1 THEN code(v) END FROM texts ORDER BY id"))
        .isEqualTo("ab  \nnull");
    assertThat(session.query("SELECT code(SUBSTRING(v FROM 1 FOR 4)) FROM texts ORDER BY id"))
        .isEqualTo("ab  \nabcd");
  }

  @Test
  void charParametersOfEachKindOfFunctionArePadded() throws SQLException {
    String guest = " FROM '../arrow-bridge/src/test/guests/places.wasm'";
    session.update("CREATE TABLE texts (v VARCHAR(9))");
    session.update("INSERT INTO texts VALUES ('ab')");
    session.update(
        "CREATE FUNCTION by_batch(t CHAR(3)) RETURNS VARBINARY LANGUAGE WASM EXTERNAL NAME"
            + " 'sees_strings'"
            + guest);
    session.update(
        "CREATE AGGREGATE FUNCTION last_of(t CHAR(3)) RETURNS VARBINARY LANGUAGE WASM EXTERNAL NAME"
            + " 'sees_bytes'"
            + guest);
    session.update(
        "CREATE TABLE FUNCTION rows_of(a CHAR(3), b CHAR(3), n INTEGER, nulls INTEGER) RETURNS"
            + " TABLE(c VARBINARY) LANGUAGE WASM EXTERNAL NAME 'sees_bytes'"
            + guest);
    String ab = "[97, 98, 32]";
    assertThat(session.query("SELECT by_batch(v) FROM texts")).isEqualTo(ab);
    assertThat(session.query("SELECT last_of(v) FROM texts")).isEqualTo(ab);
    assertThat(session.query("SELECT last_of(v) OVER () FROM texts")).isEqualTo(ab);
    assertThat(session.query("SELECT c FROM texts, LATERAL TABLE(rows_of(texts.v, 'ab', 2, 0))"))
        .isEqualTo(ab + "\n" + ab);
    assertThat(session.query("SELECT c FROM TABLE(rows_of('ab', 'ab', 1, 0))")).isEqualTo(ab);
  }

  @Test
  void intervalsAddUp() throws SQLException {
    create("span", "(s INTERVAL DAY TO SECOND) RETURNS INTERVAL DAY TO SECOND", "id_i64");
    create("age", "(s INTERVAL MONTH) RETURNS INTERVAL YEAR TO MONTH", "id_i32");
    assertThat(
            session.query(
                "SELECT TIMESTAMP '2020-01-01 00:00:00' + span(INTERVAL '36' HOUR),"
                    + " DATE '2020-01-31' + age(INTERVAL '1' MONTH),"
                    + " span(INTERVAL '1' DAY) - INTERVAL '1' SECOND, -age(INTERVAL '14' MONTH)"))
        .isEqualTo("2020-01-02 12:00:00.0 | 2020-02-29 | PT23H59M59S | P-1Y-2M");
    assertThat(
            session.query(
                "SELECT s FROM (VALUES (INTERVAL '1' DAY), (INTERVAL '3' DAY)) v(s)"
                    + " WHERE span(s) > INTERVAL '47:59:59' HOUR TO SECOND"))
        .isEqualTo("PT72H");
  }

  @Test
  void parametersThatAreNoIntervalsAreRefused() throws SQLException {
    create("span", "(s INTERVAL DAY TO SECOND) RETURNS INTERVAL DAY TO SECOND", "id_i64");
    create("age", "(s INTERVAL MONTH) RETURNS INTERVAL YEAR TO MONTH", "id_i32");
    assertThat(session.failure("SELECT span(?)", Period.ofMonths(1)))
        .isEqualTo("22018 parameter 1: 'P1M' is not an INTERVAL DAY TO SECOND");
    assertThat(session.failure("SELECT span(?)", 5))
        .isEqualTo("22018 parameter 1: '5' is not an INTERVAL DAY TO SECOND");
    assertThat(session.failure("SELECT span(?)", Duration.ofNanos(1)))
        .startsWith("0A000 ")
        .contains("have at most 3 fractional digits");
    assertThat(session.failure("SELECT age(?)", Duration.ofDays(1)))
        .isEqualTo("22018 parameter 1: 'PT24H' is not an INTERVAL YEAR TO MONTH");
    assertThat(session.failure("SELECT age(?)", "P1M2D"))
        .isEqualTo("22018 parameter 1: 'P1M2D' is not an INTERVAL YEAR TO MONTH");
    assertThat(session.query("SELECT span(?), age(?)", Period.ofDays(2), " P2Y "))
        .isEqualTo("PT48H | P2Y");
  }

  @Test
  void singleFunctionsTakeAndReturnJavasOwnTypes() throws SQLException {
    assertThat(single("TIME", "id_i64", "01:02:03.004"))
        .isEqualTo(LocalTime.of(1, 2, 3, 4_000_000));
    assertThat(single("INTERVAL DAY", "id_i64", "PT1.5S")).isEqualTo(Duration.ofMillis(1500));
    assertThat(single("INTERVAL MONTH", "id_i32", "P14M")).isEqualTo(Period.of(1, 2, 0));
    assertThat(single("DECIMAL(38, 1)", "id_wide", "12345678901234567890"))
        .hasToString("12345678901234567890.0");
    assertThat(single("CHAR(3)", "id_bytes", "a")).isEqualTo("a  ");
    assertThatThrownBy(() -> single("CHAR(3)", "id_bytes", "abcd"))
        .hasMessageContaining(
            "an argument of 4 characters is too long for the parameter arg0 CHAR(3)");
  }

  private static @Nullable Object single(String type, String export, String argument)
      throws SQLException {
    SingleFunction function =
        SingleFunction.of("%s(%s) RETURNS %s".formatted(export, type, type), FILE);
    return function.call(List.of(argument));
  }

  /// The committed guests are those that were built from the committed sources.
  @Test
  void sourcesAndModulesAreThoseOfTheLastBuild() throws Exception {
    var built = new TreeMap<String, String>();
    for (String line : Files.readAllLines(FOLDER.resolve("SHA256SUMS"))) {
      String[] sumAndFile = line.split(" [ *]", 2);
      built.put(sumAndFile[1], sumAndFile[0]);
    }
    var found = new TreeMap<String, String>();
    try (var files = Files.newDirectoryStream(FOLDER, "*.{wat,wasm}")) {
      for (Path file : files) {
        found.put(file.getFileName().toString(), Sha256.hex(Files.readAllBytes(file)));
      }
    }
    assertThat(found).as("after editing a guest run: %s/build", FOLDER).isEqualTo(built);
    assertThat(HexFormat.of().parseHex(built.firstEntry().getValue())).hasSize(32);
  }
}
