package org.wasmudf.runtime.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.wasmudf.runtime.binary.Bytes.custom;
import static org.wasmudf.runtime.binary.Bytes.raw;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// A module that grows its memory gets an imported function more, and all others other numbers.
class RenumberingTest {
  private static final byte[] WASM = Fixtures.bytes(Fixtures.RENUMBERED);

  @Test
  void everyPlaceThatNamesAFunctionStillMeansTheSameOne() {
    try (LiveModule plain = LiveModule.plain(WASM);
        LiveModule live = LiveModule.instrumented(WASM)) {
      for (LiveModule each : new LiveModule[] {plain, live}) {
        assertThat(each.call("call_all")).isEqualTo(Outcome.of(1234));
        assertThat(each.call("started")).isEqualTo(Outcome.of(77));
        assertThat(each.call("init")).isEqualTo(Outcome.of());
        assertThat(tableRow(each, "first_at")).isEqualTo("1 2 1 - - - - - - - 2 3 4 - -");
        assertThat(tableRow(each, "second_at")).isEqualTo("3 1 - - 2 - - - - - 3 4 2 3 4");
      }
    }
  }

  private static String tableRow(LiveModule live, String function) {
    return IntStream.range(0, 15)
        .mapToObj(i -> live.call(function, i))
        .map(outcome -> outcome.trap() == null ? outcome.results().getFirst().toString() : "-")
        .collect(Collectors.joining(" "));
  }

  @Test
  void namesStayWithTheirFunctions() {
    ModuleInfo before = ModuleReader.read(WASM);
    ModuleInfo after = ModuleReader.read(instrumented(WASM));

    assertThat(after.functionNames())
        .hasSameSizeAs(before.functionNames())
        .allSatisfy(
            (function, name) ->
                assertThat(before.functionNames()).containsEntry(function - 1, name));
    assertThat(after.functionName(0)).isEmpty();
    // The names of locals come from the same places, one further on.
    assertThat(WASM).containsSequence(locals(3));
    assertThat(instrumented(WASM)).containsSequence(locals(4));
  }

  /// The name of the only local of a function, as the name section has it.
  private static byte[] locals(int function) {
    return raw(function, 1, 0).then(Bytes.name("unused")).toArray();
  }

  @Test
  void otherCustomSectionsStayByteForByte() {
    byte[] wasm =
        raw(WASM)
            .then(custom("mine", raw(1, 2, 3, 0, 255)), custom("name", raw(1, 99)), custom(""))
            .toArray();
    ModuleInfo before = ModuleReader.read(wasm);
    byte[] bytes = instrumented(wasm);
    ModuleInfo after = ModuleReader.read(bytes);

    assertThat(after.customSections()).hasSameSizeAs(before.customSections());
    for (int i = 1; i < after.customSections().size(); i++) {
      CustomSection was = before.customSections().get(i);
      CustomSection is = after.customSections().get(i);
      assertThat(is.name()).isEqualTo(was.name());
      assertThat(contents(bytes, is)).isEqualTo(contents(wasm, was));
    }
  }

  private static byte[] contents(byte[] wasm, CustomSection section) {
    return Arrays.copyOfRange(wasm, section.offset(), section.offset() + section.length());
  }

  private static byte[] instrumented(byte[] wasm) {
    return Instrumenter.instrument(wasm, ModuleReader.read(wasm), ModuleLimits.DEFAULT).wasm();
  }

  @Test
  void theMemoryGrowsUpToTheModulesMaximumAndTheHosts() {
    try (LiveModule plain = LiveModule.plain(WASM);
        LiveModule live = LiveModule.instrumented(WASM);
        LiveModule capped = LiveModule.instrumented(WASM, 3)) {
      assertThat(plain.call("grow_forever")).isEqualTo(Outcome.of(7));
      assertThat(live.call("grow_forever")).isEqualTo(Outcome.of(7));
      assertThat(capped.call("grow_forever")).isEqualTo(Outcome.of(2));
      assertThat(capped.call("size")).isEqualTo(Outcome.of(3));
      assertThat(capped.call("grow", 1)).isEqualTo(Outcome.of(0xffff_ffffL));
      assertThat(capped.call("grow", 0)).isEqualTo(Outcome.of(3));
      assertThat(capped.memory("memory").byteSize()).isEqualTo(3 * Limits.PAGE_BYTES);
    }
    try (LiveModule live = LiveModule.instrumented(WASM)) {
      assertThat(live.call("grow", -1)).isEqualTo(Outcome.of(0xffff_ffffL));
      assertThat(live.call("grow", 7)).isEqualTo(Outcome.of(1));
      assertThat(live.memory("memory").byteSize()).isEqualTo(8 * Limits.PAGE_BYTES);
    }
  }

  @Test
  void theStartFunctionWaitsForTheHost() {
    try (LiveModule live = LiveModule.unstarted(WASM, LiveModule.ALL_PAGES)) {
      live.fuel().set(InstrumentedModule.MAX_FUEL);
      assertThat(live.call("started")).isEqualTo(Outcome.of(0));
      assertThat(live.call(InstrumentedModule.START)).isEqualTo(Outcome.of());
      assertThat(live.call("started")).isEqualTo(Outcome.of(77));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {InstrumentedModule.FUEL, InstrumentedModule.START})
  void aModuleThatExportsANameOfTheHostsIsRefused(String name) {
    CodeWriter code = new CodeWriter(new FunctionType(List.of(), List.of()));
    ModuleWriter module = new ModuleWriter();
    module.exportFunction(name, module.function(code));

    assertRefused(module.toBytes(), UdfErrorCode.INVALID_MODULE, name);
  }

  @ParameterizedTest
  @ValueSource(strings = {InstrumentedModule.MEMORY, InstrumentedModule.GROW})
  void aModuleThatImportsWhatOnlyInstrumentationDoesIsRefused(String name) {
    ModuleWriter module = new ModuleWriter();
    module.importMemory(InstrumentedModule.HOST, name);

    assertRefused(module.toBytes(), UdfErrorCode.FORBIDDEN_IMPORT, name);
  }

  private static void assertRefused(byte[] wasm, UdfErrorCode code, String words) {
    assertThatExceptionOfType(UdfException.class)
        .isThrownBy(() -> instrumented(wasm))
        .withMessageContaining(words)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }
}
