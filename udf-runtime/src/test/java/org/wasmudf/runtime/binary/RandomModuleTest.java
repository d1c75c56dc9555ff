package org.wasmudf.runtime.binary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wasmudf.runtime.UdfErrorCode;

/// Modules made at random do the same, instrumented or not, and pay at least for what they execute.
/// How many is the system property `wasmudf.random.modules`.
@Timeout(300)
class RandomModuleTest {
  private static final int MODULES = Integer.getInteger("wasmudf.random.modules", 200);
  private static final int CALLS_PER_FUNCTION = 2;
  private static final long ENOUGH_FUEL = 50_000;

  @Test
  void theGeneratorCoversEveryInstruction() {
    Set<Opcode> missing = EnumSet.allOf(Opcode.class);
    for (int seed = 0; seed < 500 && !missing.isEmpty(); seed++) {
      missing.removeAll(ModuleReader.read(new RandomModule(seed).toBytes()).opcodes());
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void randomModulesDoTheSameInstrumentedAndPayForWhatTheyExecute() {
    int returned = 0;
    for (int seed = 0; seed < MODULES; seed++) {
      returned += compare(seed);
    }
    assertThat(returned).isGreaterThan(MODULES);
  }

  /// Returns how many calls returned, without a trap
  private static int compare(int seed) {
    byte[] wasm = new RandomModule(seed).toBytes();
    ModuleInfo module = ModuleReader.read(wasm);
    Random random = new Random(seed);
    int returned = 0;
    for (Export export : module.exports()) {
      int function = export.index();
      for (int i = 0; export.kind() == ExternalKind.FUNCTION && i < CALLS_PER_FUNCTION; i++) {
        List<ValueType> parameters = module.functionType(function).parameters();
        long[] arguments = parameters.stream().mapToLong(each -> random.nextInt(100)).toArray();
        String what = "seed " + seed + ", f" + function + Arrays.toString(arguments);
        returned += compare(wasm, module, function, arguments, what) ? 1 : 0;
      }
    }
    return returned;
  }

  /// Nothing runs that was not paid for, and a charge pays for 32 instructions too many at most,
  /// beside what a call of a function costs that doesn't count by itself.
  private static void checkFuel(
      byte[] wasm,
      ModuleInfo module,
      int function,
      long[] arguments,
      Outcome outcome,
      long paid,
      String what) {
    InstrumentedModule instrumented = Instrumenter.instrument(wasm, module, ModuleLimits.DEFAULT);
    try (LiveModule counting = LiveModule.counting(wasm)) {
      if (module.start().isPresent()) {
        counting.call(InstrumentedModule.START);
        paid += instrumented.constantCost(module.start().getAsInt()).orElse(0);
      }
      assertThat(counting.call("f" + function, arguments)).as(what).isEqualTo(outcome);
      long executed = InstrumentedModule.MAX_FUEL - counting.fuel().get();
      long withCall = paid + instrumented.constantCost(function).orElse(0);
      assertThat(executed).as(what).isLessThanOrEqualTo(withCall);
      if (outcome.trap() == null) {
        long dearest =
            IntStream.range(0, module.functions())
                .mapToLong(each -> instrumented.constantCost(each).orElse(0))
                .max()
                .orElse(0);
        assertThat(withCall).as(what).isLessThanOrEqualTo((executed + 1) * (33 + dearest));
      }
    }
  }

  private static boolean compare(
      byte[] wasm, ModuleInfo module, int function, long[] arguments, String what) {
    String name = "f" + function;
    try (LiveModule metered = LiveModule.unstarted(wasm, LiveModule.ALL_PAGES)) {
      metered.fuel().set(ENOUGH_FUEL);
      if (module.start().isPresent() && metered.call(InstrumentedModule.START).trap() != null) {
        return false;
      }
      Outcome is = metered.call(name, arguments);
      long paid = ENOUGH_FUEL - metered.fuel().get();
      if (metered.fuel().get() < 0) {
        assertThat(is).as(what).isEqualTo(Outcome.trapped(UdfErrorCode.TRAP_UNREACHABLE));
        return false;
      }
      if (is.trap() == UdfErrorCode.STACK_OVERFLOW) {
        // How deep the stack is depends on how far code was compiled.
        return false;
      }
      try (LiveModule plain = LiveModule.plain(wasm)) {
        assertThat(is).as(what).isEqualTo(plain.call(name, arguments));
        assertThat(metered.memory("memory").mismatch(plain.memory("memory")))
            .as(what)
            .isEqualTo(-1);
      }
      if (!module.usesMemoryGrow()) {
        checkFuel(wasm, module, function, arguments, is, paid, what);
      }
      return is.trap() == null;
    }
  }
}
