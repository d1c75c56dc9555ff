package org.wasmudf.runtime.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wasmudf.runtime.binary.Bytes.module;
import static org.wasmudf.runtime.binary.Bytes.name;
import static org.wasmudf.runtime.binary.Bytes.number;
import static org.wasmudf.runtime.binary.Bytes.raw;
import static org.wasmudf.runtime.binary.Bytes.section;
import static org.wasmudf.runtime.binary.Bytes.sized;
import static org.wasmudf.runtime.binary.Bytes.vector;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.runtime.UdfErrorCode;

/// How deep calls are nested whose frames are large.
class LargeFramesTest {
  private static final FunctionType TYPE =
      new FunctionType(List.of(ValueType.I64), List.of(ValueType.I64));

  @ParameterizedTest
  @ValueSource(ints = {5_000, 9_000})
  void recursionEndsWhereItsFramesAreTooManyValues(int locals) {
    assertEndsWhereFramesAreTooMany(recursive(locals));
  }

  @ParameterizedTest
  @ValueSource(ints = {5_000, 9_000})
  void soDoesRecursionThroughATable(int locals) {
    assertEndsWhereFramesAreTooMany(recursiveThroughTable(locals));
  }

  private static void assertEndsWhereFramesAreTooMany(byte[] wasm) {
    long frame = ModuleReader.read(wasm).bodies().getFirst().frame();
    long deepest = LargeFrames.MOST_VALUES / frame;
    try (LiveModule live = LiveModule.instrumented(wasm)) {
      long room = live.stack().get();
      for (int i = 0; i < 3; i++) {
        assertThat(live.call("f", deepest)).isEqualTo(Outcome.of(deepest));
        assertThat(live.stack().get()).as("what was taken is given back").isEqualTo(room);
      }
      assertThat(live.call("f", deepest + 1))
          .isEqualTo(Outcome.trapped(UdfErrorCode.TRAP_UNREACHABLE));
      assertThat(live.stack().get()).isNegative();
    }
  }

  @Test
  void smallFramesAreLeftAlone() {
    byte[] small = recursive(100);
    InstrumentedModule module =
        Instrumenter.instrument(small, ModuleReader.read(small), ModuleLimits.DEFAULT);

    assertThat(module.limitsStack()).isFalse();
    try (LiveModule live = LiveModule.instrumented(small)) {
      assertThat(live.call("f", 100)).isEqualTo(Outcome.of(100));
    }
  }

  /// `f(n)` is 0 for 0, else `f(n - 1) + 1`.
  private static byte[] recursive(int locals) {
    CodeWriter code = new CodeWriter(TYPE);
    for (int i = 0; i < locals; i++) {
      code.local(ValueType.I64);
    }
    code.get(0).op(Opcode.I64_EQZ).ifTrue().i64(0).op(Opcode.RETURN).end();
    code.get(0).i64(1).op(Opcode.I64_SUB).call(0).i64(1).op(Opcode.I64_ADD);
    ModuleWriter module = new ModuleWriter();
    module.exportFunction("f", module.function(code));
    return module.toBytes();
  }

  /// The same, which finds itself in a table.
  private static byte[] recursiveThroughTable(int locals) {
    Bytes returnsZero = raw(0x20, 0, 0x50, 0x04, 0x40, 0x42, 0, 0x0f, 0x0b);
    Bytes callsItself = raw(0x20, 0, 0x42, 1, 0x7d, 0x41, 0, 0x11, 0, 0, 0x42, 1, 0x7c, 0x0b);
    Bytes body = raw(1).then(number(locals)).then(raw(0x7e)).then(returnsZero).then(callsItself);
    return module(
        section(1, vector(raw(0x60, 1, 0x7e, 1, 0x7e))),
        section(3, vector(raw(0))),
        section(4, vector(raw(0x70, 0, 1))),
        section(7, vector(name("f").then(raw(0, 0)))),
        section(9, vector(raw(0, 0x41, 0, 0x0b, 1, 0))),
        section(10, vector(sized(body))));
  }
}
