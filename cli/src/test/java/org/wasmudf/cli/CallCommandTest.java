package org.wasmudf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmudf.samples.RuntimeSample;
import org.wasmudf.samples.SampleModule;

final class CallCommandTest {
  @TempDir private Path folder = Path.of("");

  private Run call(SampleModule module, String signature, String... arguments) throws IOException {
    Path file = Files.write(folder.resolve("it's a module.wasm"), module.bytes());
    List<String> all = new ArrayList<>(List.of("call", file.toString(), signature));
    all.addAll(List.of(arguments));
    return Run.of(all.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          C_MONEY;   disc_price(DOUBLE, DOUBLE) RETURNS DOUBLE;                            100;  0.1;  90.0
          RUST_MONEY; disc_price(price DOUBLE, discount DOUBLE) RETURNS DOUBLE;            100;  0.25; 75.0
          C_MONEY;   disc_price_dec(DECIMAL(15, 2), DECIMAL(15, 2)) RETURNS DECIMAL(18, 4); 100; 0.1;  90.0000
          C_MONEY;   disc_price(DOUBLE, DOUBLE) RETURNS DOUBLE;                            NULL; 0.1;  NULL
          C_MONEY;   is_shipped_before(DATE, DATE) RETURNS BOOLEAN;            1998-09-01; 1998-09-02; true
          C_NUMBERS; gcd(BIGINT, BIGINT) RETURNS BIGINT;                                   -12;  18;   6
          C_TEXT;    levenshtein(VARCHAR, VARCHAR) RETURNS INTEGER;                        it's; its;  1
          C_MONEY;   disc_price(DOUBLE, DOUBLE) RETURNS DOUBLE;                            NaN; 0.1;  NaN
          C_MONEY;   disc_price(DOUBLE, DOUBLE) RETURNS DOUBLE;                            -Infinity; 0; -Infinity
          C_MONEY;   disc_price_dec(DECIMAL(15, 2), DECIMAL(15, 2)) RETURNS DECIMAL(18, 4); 1.255; 0;  1.2600
          C_TEXT;    levenshtein(VARBINARY, VARCHAR) RETURNS INTEGER;                      4142; AC;  1
          """)
  void printsTheResult(
      SampleModule module, String signature, String first, String second, String result)
      throws IOException {
    Run run = call(module, signature, first, second);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(result + "\n");
    assertThat(run.status()).isZero();
  }

  @Test
  void textOutsideAsciiGoesInAndComesOut() throws IOException {
    Run run = call(SampleModule.C_TEXT, "mask_email(VARCHAR) RETURNS VARCHAR", "élise@日本.example");
    assertThat(run.out()).isEqualTo("é***@日本.example\n");
  }

  /// `same(x)`, for a type of WebAssembly.
  private Run same(String wasmType, String sqlType, String argument) throws IOException {
    String hex =
        "0061736d01000000 0106016001%1$s01%1$s 03020100 0708010473616d650000 0a0601040020000b"
            .formatted(wasmType)
            .replace(" ", "");
    Path file = Files.write(folder.resolve("same.wasm"), HexFormat.of().parseHex(hex));
    return Run.of(
        "call", file.toString(), "same(%1$s) RETURNS %1$s".formatted(sqlType), "--", argument);
  }

  @ParameterizedTest
  @CsvSource({
    "7f, BOOLEAN, true",
    "7f, TINYINT, -128",
    "7f, SMALLINT, 32767",
    "7f, INTEGER, -2147483648",
    "7e, BIGINT, 9223372036854775807",
    "7d, REAL, 0.1",
    "7c, DOUBLE, -0.0",
    "7c, DOUBLE, 0.30000000000000004",
    "7e, 'DECIMAL(18, 0)', 999999999999999999",
    "7f, DATE, 1969-12-31",
    "7f, DATE, 0001-01-01",
    "7e, TIMESTAMP, 1969-12-31 23:59:59.999",
    "7e, TIMESTAMP, 2024-02-29 00:00:00",
    "7e, TIMESTAMP, NULL"
  })
  void valuesOfEveryTypePassUnchanged(String wasmType, String sqlType, String value)
      throws IOException {
    assertThat(same(wasmType, sqlType, value)).isEqualTo(new Run(0, value + "\n", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          7f| BOOLEAN| maybe| 'maybe' is not a BOOLEAN (SQLSTATE 22018)
          7f| TINYINT| 128| 128 is not a whole number from -128 to 127 (SQLSTATE 22003)
          7f| INTEGER| 1.5| 1.5 is not a whole number from -2147483648 to 2147483647 (SQLSTATE 22003)
          7c| DOUBLE| abc| 'abc' is not a number (SQLSTATE 22018)
          7f| DATE| 2026-02-30x| '2026-02-30x' is not a DATE (SQLSTATE 22018)
          7e| TIMESTAMP| today| 'today' is not a TIMESTAMP (SQLSTATE 22018)
          """)
  void anArgumentThatDoesNotFitIsNamed(
      String wasmType, String sqlType, String argument, String error) throws IOException {
    assertThat(same(wasmType, sqlType, argument))
        .isEqualTo(new Run(1, "", "error: parameter 1: " + error + "\n"));
    assertThat(same("7e", "BIGINT", "7").out()).isEqualTo("7\n");
  }

  @Test
  void aSignatureThatIsNoneIsToldApartFromAFunctionThatIsNot() throws IOException {
    assertThat(call(SampleModule.C_MONEY, "disc_price(DOUBLE, DOUBLE)", "1", "2").err())
        .isEqualTo(
            "error: not a signature: syntax error: unexpected LANGUAGE, expected RETURNS (SQLSTATE"
                + " 42601)\n");
    assertThat(call(SampleModule.C_MONEY, "dics_price(DOUBLE) RETURNS DOUBLE", "1").err())
        .startsWith("error: function dics_price: ")
        .contains("disc_price, taxed_price");
    assertThat(call(SampleModule.C_MONEY, "disc_price(DOUBLE) RETURNS DOUBLE", "1").err())
        .contains("(f64) -> f64")
        .contains("(f64, f64) -> f64");
    assertThat(call(SampleModule.C_MONEY, "disc_price(MONEY, DOUBLE) RETURNS DOUBLE", "1").err())
        .startsWith("error: there is no type MONEY; a function can have BOOLEAN, ");
  }

  @Test
  void argumentsAreCounted() throws IOException {
    String signature = "disc_price(DOUBLE, DOUBLE) RETURNS DOUBLE";
    assertThat(call(SampleModule.C_MONEY, signature, "1").err())
        .isEqualTo("error: " + signature + " takes 2 arguments, and 1 are given\n");
  }

  @Test
  void aFileThatIsNoModuleIsNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "(module)");
    Run run = Run.of("call", text.toString(), "f() RETURNS INTEGER");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("error: function f: '" + text + "': not a WebAssembly module: ");
  }

  @Test
  void aTrapNamesTheFunction() throws IOException {
    Run run =
        call(
            SampleModule.C_TEXT,
            "levenshtein(VARCHAR, VARCHAR) RETURNS INTEGER",
            "x".repeat(1025),
            "y");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: function levenshtein: trap: unreachable");
  }

  @Test
  void aPanicHasTheGuestsStackBelowIt() throws IOException {
    Path file = Files.write(folder.resolve("stats.wasm"), RuntimeSample.RUST_STD.bytes());
    String signature = "nth_prime(INTEGER) RETURNS INTEGER";
    Run run = Run.of("call", file.toString(), signature, "0");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines())
        .hasSizeBetween(4, 12)
        .startsWith(
            "error: function nth_prime: panicked at src/lib.rs:106:5: there is no prime number 0"
                + " here (SQLSTATE 38000)",
            "    at stats::fail")
        .endsWith("    at nth_prime");
    assertThat(Run.of("call", file.toString(), signature, "1").out()).isEqualTo("2\n");
  }
}
