package org.wasmudf.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ModuleWriter;
import org.wasmudf.runtime.binary.Opcode;
import org.wasmudf.runtime.binary.ValueType;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;

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

  @Test
  void aModuleThatIsNotReadyInTimeIsGivenUp() {
    Tenant hasty = new Tenant("hasty", ResourceLimits.DEFAULT.with(Limit.COMPILE_MILLIS, 1));
    CodeWriter code = new CodeWriter(TO_I32);
    for (int i = 0; i < 1_000_000; i++) {
      code.i32(i).op(Opcode.DROP);
    }
    code.i32(8);
    byte[] large = module(code);
    assertThatExceptionOfType(UdfException.class)
        .isThrownBy(() -> UdfRuntime.shared().load(hasty, large))
        .withMessage("the module was not ready after 1 ms (compile.ms)")
        .satisfies(e -> assertThat(e.code()).isEqualTo(UdfErrorCode.COMPILE_TIMEOUT));
    hasty.alter(ResourceLimits.DEFAULT);
    WasmModule module = UdfRuntime.shared().load(hasty, large);
    assertThat(module.exportedFunctionNames()).containsExactly("answer");
    // What is ready already takes no time.
    hasty.alter(ResourceLimits.DEFAULT.with(Limit.COMPILE_MILLIS, 1));
    assertThat(UdfRuntime.shared().load(hasty, large)).isSameAs(module);
  }

  @Test
  @Timeout(120)
  void modulesThatNobodyUsesGo() throws InterruptedException {
    CodeWriter code = new CodeWriter(TO_I32);
    code.i32(0x5eed);
    byte[] wasm = module(code);
    WeakReference<WasmModule> module = new WeakReference<>(UdfRuntime.shared().load(wasm));
    while (!module.refersTo(null)) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(answer(wasm)).isEqualTo(0x5eed);
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
