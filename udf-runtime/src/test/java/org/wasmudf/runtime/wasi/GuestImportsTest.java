package org.wasmudf.runtime.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmudf.runtime.Sandbox;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ModuleInfo;
import org.wasmudf.runtime.binary.ModuleReader;
import org.wasmudf.runtime.binary.ModuleWriter;
import org.wasmudf.runtime.binary.ValueType;
import org.wasmudf.runtime.engine.Extern;

class GuestImportsTest {
  private static final FunctionType NOTHING = new FunctionType(List.of(), List.of());
  private static final FunctionType RANDOM =
      new FunctionType(List.of(ValueType.I32, ValueType.I32), List.of(ValueType.I32));

  private static byte[] importing(String module, String name, FunctionType type) {
    ModuleWriter writer = new ModuleWriter();
    writer.importFunction(module, name, type);
    writer.exportFunction("nothing", writer.function(new CodeWriter(NOTHING)));
    return writer.toBytes();
  }

  private static void assertRefused(byte[] wasm, String message) {
    assertThatExceptionOfType(UdfException.class)
        .isThrownBy(() -> UdfRuntime.shared().load(wasm))
        .withMessage(message)
        .satisfies(e -> assertThat(e.code()).isEqualTo(UdfErrorCode.FORBIDDEN_IMPORT));
  }

  @Test
  void whatIsNotOnTheListIsRefusedByName() {
    assertRefused(
        importing("env", "exec", NOTHING),
        "the module imports env.exec, which no guest may have; build it without that import");
    assertRefused(
        importing("wasi_unstable", "fd_write", NOTHING),
        "the module imports wasi_unstable.fd_write, which no guest may have;"
            + " build it without that import");
    assertRefused(
        importing("", "", NOTHING),
        "the module imports ., which no guest may have; build it without that import");
  }

  @Test
  void wrongTypeIsRefusedSayingBoth() {
    assertRefused(
        importing("wasmudf", "fail", RANDOM),
        "the module imports wasmudf.fail as a function of type (i32, i32) -> i32,"
            + " but its type is (i32, i32) -> ()");
    assertRefused(
        importing("wasi_snapshot_preview1", "clock_time_get", RANDOM),
        "the module imports wasi_snapshot_preview1.clock_time_get as a function of type"
            + " (i32, i32) -> i32, but its type is (i32, i64, i32) -> i32");
  }

  @Test
  void whatIsNoFunctionIsRefusedSayingSo() {
    ModuleWriter writer = new ModuleWriter();
    writer.importMemory("wasmudf", "fail");
    assertRefused(
        writer.toBytes(),
        "the module imports wasmudf.fail as a memory,"
            + " but it is a function of type (i32, i32) -> ()");
    ModuleWriter memory = new ModuleWriter();
    memory.importMemory("env", "memory");
    assertRefused(
        memory.toBytes(),
        "the module imports env.memory, which no guest may have; build it without that import");
  }

  @Test
  void sameImportTwiceIsFine() {
    ModuleWriter writer = new ModuleWriter();
    writer.importFunction("wasmudf", "fail", new FunctionType(RANDOM.parameters(), List.of()));
    writer.importFunction("wasmudf", "fail", new FunctionType(RANDOM.parameters(), List.of()));
    writer.exportFunction("nothing", writer.function(new CodeWriter(NOTHING)));
    WasmModule module = UdfRuntime.shared().load(writer.toBytes());
    try (Sandbox sandbox = UdfRuntime.shared().lease(List.of(module))) {
      assertThatCode(() -> sandbox.guest(module).function("nothing").call())
          .doesNotThrowAnyException();
    }
  }

  @Test
  void hostFunctionsWorkInAStartFunctionToo() {
    WasmModule module = UdfRuntime.shared().load(LiveGuest.bytes("starts-by-writing.wasm"));
    UdfRuntime.shared().lease(List.of(module)).close();
    assertThat(module.hasStarted()).isTrue();
  }

  @Test
  void instancesStartAlikeWhoeverTheyAreFor() {
    try (LiveGuest one = new LiveGuest("initializes.wasm");
        LiveGuest other = new LiveGuest("initializes.wasm")) {
      assertThat(one.call("random")).isEqualTo(other.call("random")).isNotZero();
      assertThat(one.call("seconds")).isZero();
    }
  }

  @Test
  void hostsWorkIsChargedToTheGuest() {
    ModuleInfo info = ModuleReader.read(importing("wasi_snapshot_preview1", "random_get", RANDOM));
    GuestImports imports = GuestImports.of(info, new HostContext());
    imports.bind(() -> MemorySegment.ofArray(new byte[65_536]));
    List<Long> charged = new ArrayList<>();
    imports.chargeTo(charged::add);
    var function = (Extern.HostFunction) imports.imports().getFirst().value();
    assertThat(function.code().call(0, 65_536)).isZero();
    assertThat(charged.stream().mapToLong(Long::longValue).sum()).isEqualTo(200 + 16_384);
    imports.chargeTo(
        units -> {
          throw UdfException.of(UdfErrorCode.DEADLINE_EXCEEDED, "no fuel");
        });
    assertThatExceptionOfType(UdfException.class)
        .isThrownBy(() -> function.code().call(0, 1))
        .withMessage("no fuel");
  }
}
