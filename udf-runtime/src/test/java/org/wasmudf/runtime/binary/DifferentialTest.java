package org.wasmudf.runtime.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// Instrumented or not, a module does the same: results, traps and what is left in its memory.
@Timeout(300)
class DifferentialTest {
  private static final int CALLS = 30;
  private static final long ENOUGH_FUEL = 20_000_000;
  private static final long[] EDGES = {
    0,
    1,
    -1,
    2,
    31,
    32,
    63,
    64,
    65_535,
    65_536,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Double.doubleToRawLongBits(1.5),
    Double.doubleToRawLongBits(-0.0),
    Double.doubleToRawLongBits(Double.NaN)
  };

  /// Those that need no imports. All but those that are there to hurt an engine that doesn't limit
  /// them.
  static List<Path> committedModules() {
    return CommittedModules.files().stream()
        .filter(file -> !file.startsWith("udf-samples/evil"))
        .filter(file -> ModuleReader.read(CommittedModules.bytes(file)).imports().isEmpty())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("committedModules")
  void everyExportedFunctionOfACommittedModuleDoesTheSame(Path file) {
    byte[] wasm = CommittedModules.bytes(file);
    ModuleInfo module = ModuleReader.read(wasm);
    for (Export export : module.exports()) {
      if (export.kind() == ExternalKind.FUNCTION) {
        compare(wasm, module, export, new Random(export.name().hashCode()));
      }
    }
  }

  private static void compare(byte[] wasm, ModuleInfo module, Export export, Random random) {
    FunctionType type = module.functionType(export.index());
    Pair pair = Pair.of(wasm);
    for (int i = 0; i < CALLS; i++) {
      if (pair == null) {
        return;
      }
      long[] arguments =
          type.parameters().stream().mapToLong(parameter -> argument(parameter, random)).toArray();
      pair = pair.compare(wasm, module, export, arguments);
    }
    if (pair != null) {
      pair.close();
    }
  }

  /// Small numbers mostly, so that pointers and lengths are often in range; no i32 that makes an
  /// allocator ask for more than the instrumented module may have.
  private static long argument(ValueType type, Random random) {
    if (type == ValueType.F32) {
      return Float.floatToRawIntBits(random.nextInt(2000) / 7f);
    }
    return switch (random.nextInt(4)) {
      case 0 -> EDGES[random.nextInt(EDGES.length)];
      case 1 -> type == ValueType.I32 ? random.nextInt(1 << 21) - (1 << 20) : random.nextLong();
      default -> random.nextInt(2000);
    };
  }

  private record Pair(LiveModule plain, LiveModule metered) {
    static @Nullable Pair of(byte[] wasm) {
      LiveModule plain;
      try {
        plain = LiveModule.plain(wasm);
      } catch (UdfException e) {
        assertThatThrownBy(() -> LiveModule.instrumented(wasm)).hasMessage(e.getMessage());
        return null;
      }
      return new Pair(plain, LiveModule.instrumented(wasm));
    }

    @Nullable Pair compare(byte[] wasm, ModuleInfo module, Export export, long[] arguments) {
      metered.fuel().set(ENOUGH_FUEL);
      Outcome is = metered.call(export.name(), arguments);
      if (metered.fuel().get() < 0) {
        assertThat(is).isEqualTo(Outcome.trapped(UdfErrorCode.TRAP_UNREACHABLE));
        close();
        return of(wasm);
      }
      Outcome was = plain.call(export.name(), arguments);
      assertThat(is).as("%s%s", export.name(), Arrays.toString(arguments)).isEqualTo(was);
      for (Export each : module.exports()) {
        if (each.kind() == ExternalKind.MEMORY) {
          assertThat(metered.memory(each.name()).mismatch(plain.memory(each.name())))
              .as("memory after %s%s", export.name(), Arrays.toString(arguments))
              .isEqualTo(-1);
        }
      }
      if (was.trap() != null) {
        close();
        return of(wasm);
      }
      return this;
    }

    void close() {
      plain.close();
      metered.close();
    }
  }
}
