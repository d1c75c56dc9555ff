package org.wasmudf.runtime.binary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wasmudf.runtime.Guest;
import org.wasmudf.runtime.Sandbox;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.engine.Extern;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;

/// Whatever the bytes are, loading them, making an instance and calling what it exports ends with a
/// result or an error that has a code, in time, and the next module works.
///
/// The bytes are modules that are [nearly right][ModuleMutator]. What still runs does the same as
/// it does without instrumentation, as long as no limit is in the way.
///
/// A failure names its seed; `-Dwasmudf.seed=` runs it again, on the same commit.
class FuzzTest {
  private static final int MAX_CALLS = 4;
  private static final long CALL_FUEL = 50_000;

  /// So long that only what hangs takes that long, though the machine may be busy or asleep.
  private static final long CASE_SECONDS = 300;

  private static final ResourceLimits LIMITS =
      ResourceLimits.DEFAULT
          .with(Limit.MEMORY_BYTES, 8 << 20)
          .with(Limit.MEMORY_TOTAL_BYTES, 16 << 20)
          .with(Limit.FUEL_CALL, 1_000_000)
          .with(Limit.DEADLINE_MILLIS, 2_000);

  private final Tenant tenant = new Tenant("fuzz", LIMITS);
  private final Map<UdfErrorCode, Integer> errors = new EnumMap<>(UdfErrorCode.class);
  private int instances;
  private int returned;
  private int compared;

  @Test
  void everyMutantEndsInAResultOrAnErrorOfItsOwnAndTheNextModuleWorks() throws Exception {
    long[] seeds = Cases.seeds(2_000, 100_000).toArray();
    try (UdfRuntime runtime = UdfRuntime.create();
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      AnyCall calls = new AnyCall(runtime.newDataMemory(1), runtime::compileKernel);
      ModuleMutator mutator = new ModuleMutator();
      for (long seed : seeds) {
        Random random = new Random(seed);
        byte[] wasm = mutator.mutant(random);
        Future<?> running = thread.submit(() -> new Case(runtime, calls, wasm, random).run());
        try {
          running.get(CASE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
          thread.shutdownNow();
          throw new AssertionError(
              "seed %d: %s\n%s".formatted(seed, e.getCause(), HexFormat.of().formatHex(wasm)), e);
        }
      }
    }
    assertThat(tenant.usage().memoryBytes()).isZero();
    if (seeds.length >= 1_000) {
      // Mutations are worth something only where enough of them get far.
      String what =
          "%d cases: %d instances, %d results, %d compared, errors %s"
              .formatted(seeds.length, instances, returned, compared, errors);
      assertThat(instances).as(what).isGreaterThan(seeds.length / 3);
      assertThat(returned).as(what).isGreaterThan(seeds.length / 3);
      assertThat(compared).as(what).isGreaterThan(seeds.length / 4);
      assertThat(errors)
          .as(what)
          .containsKeys(
              UdfErrorCode.INVALID_MODULE,
              UdfErrorCode.TRAP_UNREACHABLE,
              UdfErrorCode.STACK_OVERFLOW,
              UdfErrorCode.FUEL_EXHAUSTED);
    }
  }

  /// One mutant; used by one thread.
  private final class Case {
    private final UdfRuntime runtime;
    private final AnyCall calls;
    private final byte[] wasm;
    private final Random random;

    Case(UdfRuntime runtime, AnyCall calls, byte[] wasm, Random random) {
      this.runtime = runtime;
      this.calls = calls;
      this.wasm = wasm;
      this.random = random;
    }

    void run() {
      try {
        WasmModule module = runtime.load(wasm);
        List<Export> functions =
            module.info().exports().stream()
                .filter(each -> each.kind() == ExternalKind.FUNCTION)
                .toList();
        try (Pair pair = new Pair(module)) {
          for (int i = 0; i < Math.min(MAX_CALLS, functions.size()); i++) {
            pair.call(functions.get(random.nextInt(functions.size())));
          }
        }
      } catch (UdfException e) {
        note(e);
      }
      checkHealth();
    }

    private void note(UdfException e) {
      if (e.code() == UdfErrorCode.INTERNAL) {
        throw new AssertionError("not the guest's fault", e);
      }
      errors.merge(e.code(), 1, Integer::sum);
    }

    private void checkHealth() {
      WasmModule healthy = runtime.load(Fixtures.bytes(Fixtures.GUEST));
      try (Sandbox sandbox = runtime.lease(tenant, List.of(healthy), Cancellation.create())) {
        assertThat(sandbox.guest(healthy).function("days_in_month").call(2026, 2)).isEqualTo(28);
      }
    }

    /// The same module, instrumented and under limits, and as it is.
    private final class Pair implements AutoCloseable {
      private final WasmModule module;
      private final boolean comparable;
      private @Nullable Sandbox sandbox;
      private @Nullable LiveModule plain;

      Pair(WasmModule module) {
        this.module = module;
        this.comparable = isComparable(wasm, module.info());
      }

      void call(Export export) {
        FunctionType type = module.info().functionType(export.index());
        long[] arguments = new long[type.parameters().size()];
        Arrays.setAll(
            arguments, i -> random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(2_000));
        if (sandbox == null) {
          sandbox = runtime.lease(tenant, List.of(module), Cancellation.create());
          instances++;
        }
        Outcome is = metered(sandbox, export, type, arguments);
        if (is.trap() == null) {
          returned++;
        }
        if (!comparable || !isFinal(is)) {
          close();
          return;
        }
        if (plain == null) {
          plain = LiveModule.plain(wasm);
          initialize(plain);
        }
        String what = export.name() + Arrays.toString(arguments);
        assertThat(is).as(what).isEqualTo(plain.call(export.name(), arguments));
        if (module.exportsMemory()) {
          assertThat(sandbox.guest(module).memory().segment().mismatch(plain.memory("memory")))
              .as("memory after " + what)
              .isEqualTo(-1);
        }
        compared++;
        if (is.trap() != null) {
          close();
        }
      }

      private void initialize(LiveModule live) {
        boolean initializes =
            module
                .exportedFunction("_initialize")
                .filter(FuzzTest::takesAndReturnsNothing)
                .isPresent();
        if (initializes) {
          assertThat(live.call("_initialize").trap()).isNull();
        }
      }

      private Outcome metered(Sandbox in, Export export, FunctionType type, long[] arguments) {
        Guest guest = in.guest(module);
        Extern.Function kernel =
            calls.link(
                (code, imports) -> in.link(export, code, imports),
                type,
                guest.function(export.name()));
        guest.fuel().set(CALL_FUEL);
        in.meter().begin(LIMITS);
        try {
          return new Outcome(null, calls.call(kernel, type, arguments));
        } catch (UdfException e) {
          UdfException explained = in.explained(e);
          note(explained);
          return Outcome.trapped(explained.code());
        } finally {
          in.meter().end(CALL_FUEL - guest.fuel().get());
        }
      }

      @Override
      public void close() {
        if (sandbox != null) {
          sandbox.discard();
          sandbox = null;
        }
        if (plain != null) {
          plain.close();
          plain = null;
        }
      }
    }
  }

  private static boolean takesAndReturnsNothing(FunctionType type) {
    return type.parameters().isEmpty() && type.results().isEmpty();
  }

  /// Whether the outcome has to do with the module alone. How deep the stack is, and so what a call
  /// that overflowed it has done, depends on how far code was compiled.
  private static boolean isFinal(Outcome outcome) {
    UdfErrorCode trap = outcome.trap();
    return trap == null
        || (trap.category() == UdfErrorCode.Category.GUEST && trap != UdfErrorCode.STACK_OVERFLOW);
  }

  /// Whether the module can be run as it is: without a host, without limits that keep it from using
  /// up memory, and without what the [engine itself gets wrong][EngineFaults].
  private static boolean isComparable(byte[] wasm, ModuleInfo module) {
    long maxPages = LIMITS.get(Limit.MEMORY_BYTES) / Limits.PAGE_BYTES;
    boolean memoryEnds =
        !module.usesMemoryGrow()
            || module.memory().stream()
                .allMatch(each -> each.max().orElse(Long.MAX_VALUE) <= maxPages);
    boolean tablesEnd =
        !module.opcodes().contains(Opcode.TABLE_GROW)
            || module.tables().stream()
                .allMatch(each -> each.limits().max().orElse(Long.MAX_VALUE) <= 1_000);
    return module.imports().isEmpty() && memoryEnds && tablesEnd && loopsAreRight(wasm, module);
  }

  private static boolean loopsAreRight(byte[] wasm, ModuleInfo module) {
    for (FunctionBody body : module.bodies()) {
      InstructionReader in = new InstructionReader(wasm, module, body);
      while (in.next()) {
        if (in.opcode() == Opcode.LOOP && !EngineFaults.takesLoop(in.blockType())) {
          return false;
        }
      }
    }
    return true;
  }
}
