package org.wasmudf.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ModuleWriter;
import org.wasmudf.runtime.binary.Opcode;
import org.wasmudf.runtime.binary.ValueType;

class UdfRuntimeTest {
  private static final FunctionType TO_I32 = new FunctionType(List.of(), List.of(ValueType.I32));

  @Test
  void codeOfTheWrongTypeIsRefusedWhenTheModuleIsLoaded() {
    CodeWriter wrong = new CodeWriter(TO_I32);
    wrong.f64(1);
    assertThatExceptionOfType(UdfException.class)
        .isThrownBy(() -> UdfRuntime.shared().load(module(wrong)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(UdfErrorCode.INVALID_MODULE));

    CodeWriter right = new CodeWriter(TO_I32);
    right.i32(7);
    assertThat(answer(module(right))).isEqualTo(7);
  }

  @Test
  void sameBytesAreTheSameModule() {
    CodeWriter code = new CodeWriter(TO_I32);
    code.i32(1).i32(2).op(Opcode.I32_ADD);
    byte[] wasm = module(code);
    assertThat(UdfRuntime.shared().load(wasm)).isSameAs(UdfRuntime.shared().load(wasm.clone()));
  }

  private static byte[] module(CodeWriter code) {
    ModuleWriter module = new ModuleWriter();
    module.exportFunction("answer", module.function(code));
    return module.toBytes();
  }

  private static int answer(byte[] wasm) {
    WasmModule module = UdfRuntime.shared().load(wasm);
    try (Sandbox sandbox = UdfRuntime.shared().lease(List.of(module))) {
      return sandbox.guest(module).function("answer").call();
    }
  }
}
