package org.wasmudf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
  @Test
  void helpGoesToStandardOutputAndNamesTheCommands() {
    Run run = Run.of("--help");
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("Usage: wasm-udf").contains("inspect");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void everyCommandHasHelpAndVersion() {
    assertThat(Run.of("inspect", "--help").out()).contains("FILE.wasm");
    assertThat(Run.of("inspect", "--version").out()).startsWith("wasm-udf ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "--nonsense", "inspect"})
  void whatIsNotUnderstoodGivesStatusTwoAndHelpOnStandardError(String argument) {
    Run run = argument.isEmpty() ? Run.of() : Run.of(argument);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).containsAnyOf("Usage: wasm-udf", "Did you mean");
  }

  private static Run into(Writer out, String... args) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    InputStream none = InputStream.nullInputStream();
    int status = Main.run(new Streams(none, out, errors, false, false), args);
    return new Run(status, "", err.toString(StandardCharsets.UTF_8));
  }

  /// Where it is written to only when it is flushed, as to a device.
  private static Writer failing(String message) {
    return new BufferedWriter(
        new Writer() {
          @Override
          public void write(char[] chars, int offset, int length) throws IOException {
            throw new IOException(message);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "--version",
        "sql --help",
        "inspect --help",
        "call --help",
        "sql -c VALUES(1)",
        "sql --format=csv -c VALUES(1)",
        "sql --format=json -c VALUES(1)"
      })
  void outputThatCannotBeWrittenIsAnErrorButForAReaderThatHasGone(String command) {
    String[] args = command.split(" ", -1);
    assertThat(into(failing("No space left on device"), args))
        .isEqualTo(new Run(1, "", "error: cannot write the result: No space left on device\n"));
    assertThat(into(failing("Broken pipe"), args)).isEqualTo(new Run(1, "", ""));
    assertThat(Run.of(args).status()).isZero();
  }
}
