package org.wasmudf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @Test
  void aSignatureThatIsNoneIsToldApartFromAFunctionThatIsNot() throws IOException {
    assertThat(call(SampleModule.C_MONEY, "disc_price(DOUBLE, DOUBLE)", "1", "2").err())
        .startsWith("error: not a signature: ");
    assertThat(call(SampleModule.C_MONEY, "dics_price(DOUBLE) RETURNS DOUBLE", "1").err())
        .startsWith("error: ")
        .contains("dics_price")
        .contains("disc_price, taxed_price");
    assertThat(call(SampleModule.C_MONEY, "disc_price(DOUBLE) RETURNS DOUBLE", "1").err())
        .contains("(f64) -> f64")
        .contains("(f64, f64) -> f64");
  }

  @Test
  void argumentsAreCountedAndChecked() throws IOException {
    String signature = "disc_price(DOUBLE, DOUBLE) RETURNS DOUBLE";
    assertThat(call(SampleModule.C_MONEY, signature, "1").err())
        .isEqualTo("error: " + signature + " takes 2 arguments, and 1 are given\n");
    Run run = call(SampleModule.C_MONEY, signature, "1", "abc");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("abc").doesNotContain("\tat ");
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
    assertThat(run.err()).startsWith("error: function ").containsIgnoringCase("levenshtein");
  }
}
