package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmudf.runtime.Sha256;
import org.wasmudf.samples.SampleModule;

/// What a user reads who got something wrong: the thing, the place, the fix, and never more than
/// that. After each error the next statement works.
final class WrongInputTest {
  private static final String F = "CREATE FUNCTION f(BIGINT, BIGINT) RETURNS BIGINT LANGUAGE WASM ";

  @TempDir private Path folder = Path.of("");
  private SqlSession session;

  @BeforeEach
  void open() throws SQLException {
    session = SqlSession.open("jdbc:wasmudf:");
    session.update(Guests.GCD);
    session.update(Guests.QUOTIENT);
  }

  @AfterEach
  void close() throws SQLException {
    session.close();
  }

  private void assertFails(String sql, String error) throws SQLException {
    assertThat(session.failure(sql)).isEqualTo(error);
    assertThat(session.query("SELECT gcd(n, 6) FROM (VALUES (4), (9)) v(n)"))
        .as("after %s", sql)
        .isEqualTo("2\n3");
    assertThat(session.query("SHOW FUNCTIONS")).hasLineCount(2);
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private void assertRefused(Path file, String error) throws SQLException {
    assertFails(
        F + "EXTERNAL NAME 'gcd'\n  FROM '" + file + "'",
        error.replace("%", "line 2, column 8: function F: "));
  }

  @Test
  void aFileThatIsNoModuleIsNamedWithWhatIsWrongInIt() throws Exception {
    byte[] gcd = SampleModule.C_NUMBERS.bytes();
    Path missing = folder.resolve("none.wasm");
    assertRefused(
        missing,
        "46103 %can't read the module '"
            + missing
            + "': there is no such file in "
            + Path.of("").toAbsolutePath()
            + " or at that path");
    assertRefused(folder, "46103 %can't read the module '" + folder + "': it is not a file");
    Path empty = file("empty", new byte[0]);
    assertRefused(
        empty, "46103 %'" + empty + "': not a WebAssembly module: it is empty (offset 0, 0x0)");
    Path text = file("text", "(module)".getBytes(StandardCharsets.US_ASCII));
    assertRefused(
        text,
        "46103 %'"
            + text
            + "': not a WebAssembly module: it begins with 28 6d 6f 64, not with 00 61 73 6d"
            + " (offset 0, 0x0)");
    Path cut = file("cut", Arrays.copyOf(gcd, 100));
    assertThat(session.failure(F + "FROM '" + cut + "'"))
        .startsWith("46103 line 1, column 69: function F: '" + cut + "': truncated: ")
        .contains("offset");
    Path header = file("header", Arrays.copyOf(gcd, 8));
    assertRefused(header, "42883 %the module exports no function 'gcd'; it exports none");
    Path other = file("other", gcd);
    assertFails(
        F + "FROM '" + other + "'",
        "42883 line 1, column 69: function F: the module exports no function 'f'; it exports gcd,"
            + " mandelbrot");
    Path imports =
        file(
            "imports",
            HexFormat.of()
                .parseHex(
                    "0061736d01000000" + "0105016001" + "7f00" + "020d0103656e760561626f75740000"));
    assertRefused(
        imports,
        "46103 %'"
            + imports
            + "': the module imports env.about, which no guest may have; build it without that"
            + " import");
    Path announced = file("announced", gcd);
    assertFails(
        F + "SHA256 '" + "a".repeat(64) + "' FROM '" + announced + "'",
        "46103 line 1, column 143: function F: '%s': the module's SHA-256 is %s, but the statement"
                .formatted(announced, Sha256.hex(gcd))
            + " expects "
            + "a".repeat(64));
  }

  /// Where a section ends, a prefix can be a module, but one without the export.
  @Test
  void everyPrefixOfAModuleIsRefused() throws Exception {
    byte[] gcd = SampleModule.C_NUMBERS.bytes();
    int exportsEnd = 0;
    for (int length = 0; length < gcd.length; length++) {
      String hex = HexFormat.of().formatHex(gcd, 0, length);
      String error = session.failure(F + "EXTERNAL NAME 'gcd' AS X'" + hex + "'");
      if (error.equals("it worked")) {
        // What follows are sections that only describe the code.
        exportsEnd = exportsEnd == 0 ? length : exportsEnd;
        session.update("DROP FUNCTION f");
        continue;
      }
      assertThat(error)
          .as("%d bytes", length)
          .containsPattern("^(46103|42883) line 1, column \\d+: function F: ")
          .doesNotContain("\n")
          .doesNotContain("Exception");
      assertThat(session.query("SELECT gcd(4, 6)")).isEqualTo("2");
    }
    assertThat(exportsEnd).isGreaterThan(gcd.length / 3);
    assertThat(session.query("SHOW FUNCTIONS")).hasLineCount(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          CREATE FUNCTION gcd(DOUBLE, BIGINT) RETURNS BIGINT LANGUAGE WASM AS MODULE| 42P13 line 1, column 69: function GCD: GCD(DOUBLE, BIGINT) RETURNS BIGINT needs an export of type (f64, i64) -> i64, but 'gcd' has the type (i64, i64) -> i64
          CREATE FUNCTION gcd(NONSENSE) RETURNS BIGINT LANGUAGE WASM AS MODULE| 42P13 line 1, column 21: there is no type NONSENSE; a function can have BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL, DATE, TIME, TIMESTAMP, INTERVAL, CHAR, VARCHAR and VARBINARY, and one for batches ARRAY, ROW and MAP
          CREATE FUNCTION f() RETURNS BIGINT LANGUAGE WASM SHA256 'abc' AS MODULE| 42601 line 1, column 57: syntax error: SHA256 takes 64 hexadecimal digits, not 'abc'
          CREATE FUNCTION f() RETURNS BIGINT LANGUAGE WASM SHA256 abc AS MODULE| 42601 line 1, column 57: syntax error: unexpected abc, expected text in single quotes
          CREATE FUNCTION f() RETURNS BIGINT LANGUAGE WASM AS BASE64 'a!b'| 42601 line 1, column 62: syntax error: '!' is not a Base64 digit
          CREATE FUNCTION f() RETURNS BIGINT LANGUAGE WASM AS X'006'| 42601 line 1, column 53: syntax error: the literal has 3 hexadecimal digits; every byte takes two
          CREATE FUNCTION f() RETURNS BIGINT LANGUAGE WASM AS X'0g'| 42601 line 1, column 56: syntax error: 'g' is not a hexadecimal digit
          CREATE FUNCTION f() LANGUAGE WASM AS MODULE| 42601 line 1, column 21: syntax error: unexpected LANGUAGE, expected RETURNS
          CREATE FUNCTION f() RETURNS BIGINT FROM 'x' LANGUAGE WASM| 42601 line 1, column 36: syntax error: unexpected FROM
          SELECT quotient(n, 3 - n) FROM (VALUES (1), (2), (3)) v(n)| 22012 function QUOTIENT, row 2 of the batch: trap: integer divide by zero
          SELECT gcd(1, 2| 42601 line 1, column 15: syntax error: the statement ends too early
          SELECT gcd(1, 2) AS value| 42601 line 1, column 21: syntax error: unexpected value, a reserved word: to be a name it needs quotes
          SELECT gcd('x', n) FROM (VALUES (1)) v(n)| 22018 not a number: 'x'
          SELECT CAST('x' AS DATE), gcd(1, 2)| 22007 Invalid DATE value, 'x'
          SELECT CAST('maybe' AS BOOLEAN), gcd(1, 2)| 22018 Invalid character for cast: maybe
          SELECT gcd(9223372036854775808, 2)| 22003 numeric value out of range
          SELECT gcd(1, 2), REPEAT('x', 2)| 42883 line 1, column 19: there is no function REPEAT(<CHARACTER>, <NUMERIC>): a query with functions or tables of wasm-udf can call those and standard SQL's, but none that only the database has
          DROP FUNCTION nothing| 42883 there is no function NOTHING
          """)
  void whatIsWrongInAStatementIsNamedInALine(String sql, String error) throws Exception {
    assertFails(sql.replace("MODULE", "X'" + Guests.hex(SampleModule.C_NUMBERS) + "'"), error);
  }
}
