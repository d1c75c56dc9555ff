package org.wasmudf.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
}
