package org.wasmudf.runtime.binary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.runtime.UdfErrorCode;

/// Counts what `metered.wat` executes by hand.
@Timeout(60)
class FuelTest {
  private static final byte[] WASM = Fixtures.bytes(Fixtures.METERED);
  private static final Outcome STOPPED = Outcome.trapped(UdfErrorCode.TRAP_UNREACHABLE);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100, 100_000})
  void aLoopCostsItsInstructionsEachRound(int n) {
    try (LiveModule live = LiveModule.instrumented(WASM)) {
      assertThat(live.cost("count", n)).isEqualTo(2 + 7L * n);
      assertThat(live.cost("sum", n)).isEqualTo(2 + 12L * n);
    }
  }

  @Test
  void aLongArmIsPaidForOnlyWhenItRuns() {
    try (LiveModule live = LiveModule.instrumented(WASM)) {
      assertThat(live.cost("odd", 1)).isEqualTo(1 + 9 + 40);
      assertThat(live.cost("odd", 101)).isEqualTo(1 + 9 * 101 + 40 * 51);
    }
  }

  @Test
  void functionsWithoutLoopsAndCallsAreLeftAsTheyAreAndTheHostIsToldTheirCost() {
    ModuleInfo before = ModuleReader.read(WASM);
    InstrumentedModule module = Instrumenter.instrument(WASM, before, ModuleLimits.DEFAULT);
    byte[] bytes = module.wasm();
    ModuleInfo after = ModuleReader.read(bytes);

    for (String name : new String[] {"add", "choose"}) {
      int function = before.export(name).orElseThrow().index();
      FunctionBody was = before.bodies().get(function);
      FunctionBody is = after.bodies().get(function);
      assertThat(bytes(bytes, is)).as(name).isEqualTo(bytes(WASM, was));
    }
    assertThat(module.constantCost(index(before, "add"))).hasValue(3);
    assertThat(module.constantCost(index(before, "choose"))).hasValue(2 + 5);
    assertThat(module.constantCost(index(before, "doubled"))).as("in a table").isEmpty();
    assertThat(module.constantCost(index(before, "count"))).as("loops").isEmpty();
    assertThat(module.constantCost(index(before, "indirect"))).as("calls").isEmpty();
    assertThat(module.constantCost(index(before, "fill_bytes"))).as("fills").isEmpty();
  }

  private static byte[] bytes(byte[] wasm, FunctionBody body) {
    return Arrays.copyOfRange(wasm, body.offset(), body.offset() + body.length());
  }

  private static int index(ModuleInfo module, String export) {
    return module.export(export).orElseThrow().index();
  }

  @Test
  void aFunctionThatIsCalledThroughATablePaysItself() {
    try (LiveModule live = LiveModule.instrumented(WASM)) {
      assertThat(live.call("indirect", 21, 0)).isEqualTo(Outcome.of(42));
      assertThat(live.cost("indirect", 21, 0)).isEqualTo(3 + 3);
      assertThat(live.cost("indirect", 5, 1)).isEqualTo(3 + 2 + 7 * 5);
    }
  }

  @Test
  void bulkOperationsCostByTheirLength() {
    try (LiveModule live = LiveModule.instrumented(WASM)) {
      for (int bytes : new int[] {0, 1, 63, 64, 65, 10_000}) {
        assertThat(live.cost("fill_bytes", bytes)).isEqualTo(4 + bytes / 64);
        assertThat(live.cost("copy_bytes", bytes)).isEqualTo(4 + bytes / 64);
      }
      assertThat(live.cost("grow_table", 5)).isEqualTo(3);
      assertThat(live.cost("grow_table", -1)).isEqualTo(3 + 100_000 / 8);
    }
  }

  @Test
  void aLengthIsTakenWithoutASignAndPaidForBeforeTheOperation() {
    try (LiveModule live = LiveModule.instrumented(WASM)) {
      assertThat(live.call("fill_bytes", -1))
          .isEqualTo(Outcome.trapped(UdfErrorCode.TRAP_OUT_OF_BOUNDS));
      long cost = 4 + 0xffff_ffffL / 64;
      assertThat(live.fuel().get()).isEqualTo(InstrumentedModule.MAX_FUEL - cost);

      live.fuel().set(cost - 1);
      assertThat(live.call("fill_bytes", -1)).isEqualTo(STOPPED);
      assertThat(live.fuel().get()).isEqualTo(-1);
    }
  }

  @Test
  void aCallThatHasExactlyWhatItNeedsReturnsAndOneLessStopsIt() {
    try (LiveModule live = LiveModule.instrumented(WASM)) {
      live.fuel().set(2 + 7 * 1000);
      assertThat(live.call("count", 1000)).isEqualTo(Outcome.of(0));
      assertThat(live.fuel().get()).isZero();

      // What stands behind the loop is paid for where it begins.
      live.fuel().set(2 + 7 * 1000 - 1);
      assertThat(live.call("count", 1000)).isEqualTo(STOPPED);
      assertThat(live.fuel().get()).isNegative();

      live.fuel().set(2 + 7);
      assertThat(live.call("count", 1)).isEqualTo(Outcome.of(0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"spin", "fill"})
  void whatNeverEndsIsStoppedAndTheNextCallWorks(String function) {
    try (LiveModule live = LiveModule.instrumented(WASM)) {
      live.fuel().set(20_000_000);
      assertThat(live.call(function)).isEqualTo(STOPPED);
      assertThat(live.fuel().get()).isNegative();
    }
    try (LiveModule live = LiveModule.instrumented(WASM)) {
      assertThat(live.call("add", 1, 2)).isEqualTo(Outcome.of(3));
    }
  }

  @Test
  void endlessRecursionIsStoppedByFuelOrByTheStack() {
    try (LiveModule live = LiveModule.instrumented(WASM)) {
      live.fuel().set(1000);
      assertThat(live.call("recurse", 0)).isEqualTo(STOPPED);
      assertThat(live.fuel().get()).isNegative();
    }
    try (LiveModule live = LiveModule.instrumented(WASM)) {
      assertThat(live.call("recurse", 0)).isEqualTo(Outcome.trapped(UdfErrorCode.STACK_OVERFLOW));
      assertThat(live.fuel().get()).isPositive();
    }
  }

  @Test
  void anotherTrapLeavesTheFuelAboveZero() {
    try (LiveModule live = LiveModule.instrumented(WASM)) {
      live.fuel().set(100);
      assertThat(live.call("divide", 1, 0))
          .isEqualTo(Outcome.trapped(UdfErrorCode.TRAP_DIVIDE_BY_ZERO));
      assertThat(live.fuel().get()).isEqualTo(100 - 4);
    }
  }

  @Test
  void theSameCallCostsTheSameWhileItGetsCompiled() {
    try (LiveModule live = LiveModule.instrumented(WASM)) {
      assertThat(LongStream.range(0, 1000).map(i -> live.cost("sum", 5_000)).distinct())
          .containsExactly(2 + 12 * 5_000L);
      assertThat(LongStream.range(0, 1000).map(i -> live.cost("odd", 2_000)).distinct())
          .containsExactly(1 + 9 * 2_000 + 40 * 1_000L);
    }
  }

  @Test
  void withoutFuelNothingThatPaysItselfRuns() {
    try (LiveModule live = LiveModule.unstarted(WASM, LiveModule.ALL_PAGES)) {
      assertThat(live.fuel().get()).isZero();
      assertThat(live.call("count", 1)).isEqualTo(STOPPED);
      assertThat(live.fuel().get()).isNegative();
    }
  }
}
