package org.wasmudf.runtime.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.wasmudf.runtime.binary.Bytes.module;
import static org.wasmudf.runtime.binary.Bytes.number;
import static org.wasmudf.runtime.binary.Bytes.raw;
import static org.wasmudf.runtime.binary.Bytes.section;
import static org.wasmudf.runtime.binary.Bytes.sized;
import static org.wasmudf.runtime.binary.Bytes.vector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// What instrumentation makes of modules, as the reader sees it; and of large ones, as the engine
/// does.
@Timeout(120)
class InstrumenterTest {
  private static final Bytes TYPES = section(1, vector(raw(0x60, 0, 0), raw(0x60, 1, 0x7f, 0)));

  private static InstrumentedModule instrument(byte[] wasm) {
    return Instrumenter.instrument(
        wasm, ModuleReader.read(wasm, ModuleLimits.NONE), ModuleLimits.DEFAULT);
  }

  private static ModuleInfo instrumented(byte[] wasm) {
    return ModuleReader.read(instrument(wasm).wasm(), ModuleLimits.NONE);
  }

  @Test
  void anEmptyModuleGetsTheFuelAndNothingElse() {
    InstrumentedModule module = instrument(module());
    ModuleInfo after = ModuleReader.read(module.wasm());

    assertThat(after.globals()).containsExactly(new GlobalType(ValueType.I64, true));
    assertThat(after.exports())
        .containsExactly(new Export(InstrumentedModule.FUEL, ExternalKind.GLOBAL, 0));
    assertThat(after.imports()).isEmpty();
    assertThat(after.types()).isEmpty();
    assertThat(module.memory()).isEmpty();
    assertThat(module.growsMemory()).isFalse();
    assertThat(module.hasStart()).isFalse();
  }

  @Test
  void everyInstructionIsStillThereButForTheOneThatGrowsTheMemory() {
    byte[] wasm = Fixtures.bytes(Fixtures.EVERY_INSTRUCTION);
    ModuleInfo before = ModuleReader.read(wasm);
    byte[] bytes = instrument(wasm).wasm();
    ModuleInfo after = ModuleReader.read(bytes);

    List<String> missing = new ArrayList<>(instructions(wasm, before));
    List<String> added = new ArrayList<>(instructions(bytes, after));
    // What instrumentation adds stands between the module's own instructions.
    int next = 0;
    for (String each : added) {
      String expected = missing.get(next);
      boolean grows = expected.equals("memory.grow") && each.equals("call 1");
      boolean renumbered =
          (expected.equals("call 0")
                  || expected.equals("call 1")
                  || expected.startsWith("ref.func"))
              && each.startsWith(expected.substring(0, expected.indexOf(' ')));
      if (each.equals(expected) || grows || renumbered) {
        next++;
        if (next == missing.size()) {
          break;
        }
      }
    }
    assertThat(next).isEqualTo(missing.size());
    assertThat(after.opcodes())
        .containsAll(before.opcodes().stream().filter(each -> each != Opcode.MEMORY_GROW).toList())
        .doesNotContain(Opcode.MEMORY_GROW);
    assertThat(after.memory()).isEqualTo(before.memory());
    assertThat(after.imports())
        .endsWith(
            new Import.Memory(
                InstrumentedModule.HOST, InstrumentedModule.MEMORY, before.memory().orElseThrow()),
            new Import.Function(
                InstrumentedModule.HOST, InstrumentedModule.GROW, Additions.GROW_TYPE));
  }

  private static List<String> instructions(byte[] wasm, ModuleInfo module) {
    List<String> texts = new ArrayList<>();
    for (FunctionBody body : module.bodies()) {
      InstructionReader in = new InstructionReader(wasm, module, body);
      while (in.next()) {
        texts.add(InstructionText.of(in, module.types()));
      }
    }
    return texts;
  }

  @Test
  void tablesNeverHoldMoreThanTheLimitTogether() {
    byte[] wasm =
        module(
            section(
                4,
                vector(
                    raw(0x70, 0).then(number(30_000)),
                    raw(0x6f, 1, 0).then(number(5)),
                    raw(0x70, 1, 0).then(number(0xffff_ffffL)),
                    raw(0x70, 1, 0).then(number(0)))));

    assertThat(instrumented(wasm).tables())
        .extracting(table -> table.limits().max())
        .containsExactly(
            OptionalLong.of(30_000 + 70_000 / 4),
            OptionalLong.of(5),
            OptionalLong.of(70_000 / 4),
            OptionalLong.of(0));
    assertThat(instrumented(module(section(4, vector(raw(0x70, 0, 1))))).tables())
        .extracting(table -> table.limits().max())
        .containsExactly(OptionalLong.of(100_000));
  }

  @Test
  void aTableThatIsTooLargeAtFirstIsRefused() {
    byte[] wasm = module(section(4, vector(raw(0x70, 0).then(number(100_001)))));

    assertThatExceptionOfType(UdfException.class)
        .isThrownBy(() -> instrument(wasm))
        .withMessageContaining("module.tables.elements")
        .satisfies(e -> assertThat(e.code()).isEqualTo(UdfErrorCode.MODULE_TOO_COMPLEX));
  }

  @Test
  void aGrowingTableStopsAtTheLimit() {
    try (LiveModule live = LiveModule.instrumented(Fixtures.bytes(Fixtures.METERED))) {
      assertThat(live.call("grow_table", 6)).isEqualTo(Outcome.of(4));
      assertThat(live.call("grow_table", 1)).isEqualTo(Outcome.of(0xffff_ffffL));
    }
    // (func (export "f") (param i32) (table.grow 0 (ref.null func) (local.get 0)) (drop))
    byte[] unbounded =
        module(
            section(1, vector(raw(0x60, 1, 0x7f, 1, 0x7f))),
            section(3, vector(raw(0))),
            section(4, vector(raw(0x70, 0, 1))),
            section(7, vector(Bytes.name("f").then(raw(0, 0)))),
            section(10, vector(sized(raw(0, 0xd0, 0x70, 0x20, 0, 0xfc, 15, 0, 0x0b)))));
    try (LiveModule live = LiveModule.instrumented(unbounded)) {
      assertThat(live.call("f", 99_999)).isEqualTo(Outcome.of(1));
      assertThat(live.call("f", 1)).isEqualTo(Outcome.of(0xffff_ffffL));
      assertThat(live.call("f", 0)).isEqualTo(Outcome.of(100_000));
    }
  }

  @Test
  void aStartFunctionThatNeverEndsIsStopped() {
    byte[] wasm =
        module(
            TYPES,
            section(3, vector(raw(0))),
            section(8, raw(0)),
            section(10, vector(sized(raw(0, 0x03, 0x40, 0x0c, 0, 0x0b, 0x0b)))));
    try (LiveModule live = LiveModule.unstarted(wasm, 1)) {
      live.fuel().set(1_000_000);
      assertThat(live.call(InstrumentedModule.START))
          .isEqualTo(Outcome.trapped(UdfErrorCode.TRAP_UNREACHABLE));
      assertThat(live.fuel().get()).isNegative();
    }
  }

  @Test
  void manyCallsOfADearFunctionInAnArmAreCheckedThere() {
    int calls = 1000;
    Bytes dear = raw(0);
    Collections.nCopies(calls, raw(0x01)).forEach(dear::then);
    Bytes caller = raw(0, 0x20, 0, 0x04, 0x40);
    Collections.nCopies(calls, raw(0x10, 0)).forEach(caller::then);
    byte[] wasm =
        module(
            TYPES,
            section(3, vector(raw(0), raw(1))),
            section(7, vector(Bytes.name("f").then(raw(0, 1)))),
            section(10, vector(sized(dear.then(raw(0x0b))), sized(caller.then(raw(0x0b, 0x0b))))));
    try (LiveModule live = LiveModule.instrumented(wasm)) {
      assertThat(live.cost("f", 0)).isEqualTo(2);
      assertThat(live.cost("f", 1)).isEqualTo(2 + calls * (1L + calls));
      live.fuel().set(2 + calls * (1L + calls) - 1);
      assertThat(live.call("f", 1)).isEqualTo(Outcome.trapped(UdfErrorCode.TRAP_UNREACHABLE));
    }
  }

  @Test
  void aFunctionCanHaveManyLocals() {
    Bytes locals = raw(1).then(number(9_990), raw(0x7e));
    byte[] wasm = looping(locals, raw());
    try (LiveModule live = LiveModule.instrumented(wasm)) {
      assertThat(live.cost("f", 10)).isEqualTo(1 + 6 * 10);
    }
  }

  @Test
  void fiveHundredNestedBlocksAndABranchTableOfAMillionLabelsAreFine() {
    Bytes deep = raw();
    Collections.nCopies(498, raw(0x02, 0x40)).forEach(deep::then);
    Collections.nCopies(498, raw(0x0b)).forEach(deep::then);
    try (LiveModule live = LiveModule.instrumented(looping(raw(0), deep))) {
      assertThat(live.cost("f", 10)).isEqualTo(1 + (6 + 498) * 10);
    }
    Bytes table =
        raw(0x02, 0x40, 0x41, 5, 0x0e)
            .then(number(1_000_000), raw(new byte[1_000_000]), raw(0, 0x0b));
    assertThat(instrumented(looping(raw(0), table)).opcodes()).contains(Opcode.BR_TABLE);
  }

  /// `f(n)` runs some code n times; a round costs 6 without it.
  private static byte[] looping(Bytes locals, Bytes code) {
    Bytes body =
        locals.then(
            raw(0x03, 0x40), code, raw(0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x01, 0x0b, 0x0b));
    return module(
        TYPES,
        section(3, vector(raw(1))),
        section(7, vector(Bytes.name("f").then(raw(0, 0)))),
        section(10, vector(sized(body))));
  }

  @Test
  void largeModulesTakeTimeByTheirSize() {
    long small = nanos(manyFunctions(5_000));
    long large = nanos(manyFunctions(50_000));
    assertThat(large).isLessThan(100 * Math.max(small, 1_000_000));

    Bytes calls = raw(0);
    byte[] code = new byte[4 << 20];
    Arrays.fill(code, (byte) 0);
    for (int i = 0; i < code.length; i += 2) {
      code[i] = 0x10;
    }
    byte[] wasm =
        module(
            TYPES,
            section(3, vector(raw(0))),
            section(10, vector(sized(calls.then(raw(code), raw(0x0b))))));
    assertThat(instrumented(wasm).functions()).isEqualTo(1);
  }

  private static long nanos(byte[] wasm) {
    long start = System.nanoTime();
    assertThat(instrumented(wasm).exports()).hasSize(1);
    return System.nanoTime() - start;
  }

  private static byte[] manyFunctions(int count) {
    Bytes loop = raw(7, 0, 0x03, 0x40, 0x0c, 0, 0x0b, 0x0b);
    Bytes bodies = number(count);
    Collections.nCopies(count, loop).forEach(bodies::then);
    return module(TYPES, section(3, number(count), raw(new byte[count])), section(10, bodies));
  }

  @Test
  void theOriginalIsLeftAsItWas() {
    byte[] wasm = Fixtures.bytes(Fixtures.METERED);
    byte[] copy = wasm.clone();
    InstrumentedModule module = instrument(wasm);
    module.wasm()[0] = 1;

    assertThat(wasm).isEqualTo(copy);
    assertThat(module.wasm()[0]).isZero();
    assertThat(instrument(wasm).wasm()).isEqualTo(module.wasm());
  }
}
