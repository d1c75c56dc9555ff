package org.wasmudf.runtime.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;

/// What functions can reach, told from their code.
class NondeterminismTest {
  private final WasmModule fixed = load("reach-fixed.wasm");
  private final WasmModule imports = load("reach-imports.wasm");
  private final WasmModule state = load("reach-state.wasm");

  private static WasmModule load(String name) {
    return UdfRuntime.shared().load(LiveGuest.bytes(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"arithmetic", "recursion", "loads", "fails", "through-table"})
  void whatNothingChangesIsDeterministic(String export) {
    assertThat(fixed.nondeterminism(export)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"clock, CLOCK", "random, RANDOM"})
  void importsCountWhereTheyCanBeReached(String export, Nondeterminism reason) {
    assertThat(imports.nondeterminism(export)).containsExactly(reason);
    assertThat(imports.nondeterminism("arithmetic")).isEmpty();
  }

  @Test
  void theHostsAnswersAreState() {
    assertThat(imports.nondeterminism("loads")).containsExactly(Nondeterminism.STATE);
  }

  @Test
  void aCallThroughATableMayGoAnywhere() {
    assertThat(imports.nondeterminism("through-table")).containsExactly(Nondeterminism.values());
    assertThat(state.nondeterminism("through-table")).containsExactly(Nondeterminism.STATE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "counts",
        "reads-global",
        "stores",
        "stores-vector",
        "loads",
        "size",
        "grows",
        "fills",
        "table-set"
      })
  void whatIsChangedSomewhereIsState(String export) {
    assertThat(state.nondeterminism(export)).containsExactly(Nondeterminism.STATE);
  }

  @Test
  void aFunctionBesideTheStateHasNone() {
    assertThat(state.nondeterminism("arithmetic")).isEmpty();
  }

  @Test
  void everyImportIsAReasonButThoseThatTellTheHostSomething() {
    WasmModule all = load("every-import.wasm");
    assertThat(
            all.exportedFunctionNames().stream()
                .filter(each -> all.nondeterminism(each).isEmpty())
                .toList())
        .containsExactlyInAnyOrder("fail", "log", "abort", "proc_exit", "answer");
  }

  @Test
  void whatIsNoFunctionHasNoAnswer() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> fixed.nondeterminism("memory"))
        .withMessageContaining("'memory'");
  }
}
