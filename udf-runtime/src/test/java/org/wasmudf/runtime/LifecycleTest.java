package org.wasmudf.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;

/// What lives how long: instances, the pools of idle ones, and modules.
class LifecycleTest {
  private static final long PAGE_BYTES = 65_536;

  /// Much longer than anything here takes on a machine that is busy or asleep for a while.
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Tenant tenant = new Tenant("tenant", ResourceLimits.DEFAULT);

  @Test
  void anInstanceThatIsGivenBackIsLeasedAgain() {
    try (UdfRuntime runtime = UdfRuntime.create()) {
      WasmModule module = runtime.load(counter());
      assertThat(count(runtime, module)).isEqualTo(1);
      assertThat(count(runtime, module)).isEqualTo(2);
      assertThat(tenant.usage().memoryBytes()).isEqualTo(PAGE_BYTES);
    }
    assertThat(tenant.usage().memoryBytes()).isZero();
  }

  @Test
  void anInstanceThatTrappedIsGoneAndTheNextCallGetsANewOne() {
    try (UdfRuntime runtime = UdfRuntime.create()) {
      WasmModule module = runtime.load(counter());
      assertThat(count(runtime, module)).isEqualTo(1);
      assertThat(failure(runtime, module, "trap").code()).isEqualTo(UdfErrorCode.TRAP_UNREACHABLE);
      assertNothingIsLeft();
      assertThat(count(runtime, module)).isEqualTo(1);
    }
  }

  @Test
  void anInstanceThatRanOutOfFuelIsGoneAndTheNextCallGetsANewOne() {
    try (UdfRuntime runtime = UdfRuntime.create()) {
      tenant.alter(ResourceLimits.DEFAULT.with(Limit.FUEL_CALL, 100_000));
      WasmModule module = runtime.load(counter());
      assertThat(count(runtime, module)).isEqualTo(1);
      assertThat(failure(runtime, module, "spin").code()).isEqualTo(UdfErrorCode.FUEL_EXHAUSTED);
      assertNothingIsLeft();
      assertThat(count(runtime, module)).isEqualTo(1);
    }
  }

  @Test
  void anInstanceThatWasInterruptedIsGoneAndTheNextCallGetsANewOne() {
    try (UdfRuntime runtime = UdfRuntime.create()) {
      tenant.alter(
          ResourceLimits.DEFAULT
              .with(Limit.FUEL_CALL, Limit.NONE)
              .with(Limit.DEADLINE_MILLIS, 100));
      WasmModule module = runtime.load(counter());
      assertThat(count(runtime, module)).isEqualTo(1);
      assertThat(failure(runtime, module, "spin").code()).isEqualTo(UdfErrorCode.DEADLINE_EXCEEDED);
      assertNothingIsLeft();
      assertThat(count(runtime, module)).isEqualTo(1);
    }
  }

  @Test
  void idleInstancesGoThoughNothingElseHappens() {
    try (UdfRuntime runtime = UdfRuntime.create(Duration.ofMillis(100))) {
      WasmModule module = runtime.load(counter());
      assertThat(count(runtime, module)).isEqualTo(1);
      await(() -> tenant.usage().memoryBytes() == 0);
      assertThat(count(runtime, module)).isEqualTo(1);
      // The watchdog has slept meanwhile, and clears away all the same.
      LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
      await(() -> tenant.usage().memoryBytes() == 0);
      assertThat(count(runtime, module)).isEqualTo(1);
    }
  }

  @Test
  void theInstancesOfATenantThatIsDroppedGoWithIt() {
    try (UdfRuntime runtime = UdfRuntime.create()) {
      WasmModule module = runtime.load(counter());
      count(runtime, module);
      runtime.drop(tenant);
      assertNothingIsLeft();
      assertThat(catchThrowableOfType(UdfException.class, () -> count(runtime, module)).code())
          .isEqualTo(UdfErrorCode.TENANT_THROTTLED);
      Tenant other = new Tenant("other", ResourceLimits.DEFAULT);
      try (Sandbox sandbox = runtime.lease(other, List.of(module), Cancellation.create())) {
        assertThat(sandbox.guest(module).function("count").call()).isEqualTo(1);
      }
    }
  }

  @Test
  void modulesThatNobodyUsesGoAndOthersStay() {
    try (UdfRuntime runtime = UdfRuntime.create(Duration.ofMillis(100))) {
      WasmModule used = runtime.load(counter());
      for (int i = 0; i < 50; i++) {
        assertThat(count(runtime, runtime.load(counter(i)))).isEqualTo(1);
      }
      await(
          () -> {
            System.gc();
            return runtime.modules() == 1;
          });
      assertThat(runtime.load(counter())).isSameAs(used);
      assertThat(count(runtime, used)).isEqualTo(1);
    }
  }

  private void assertNothingIsLeft() {
    assertThat(tenant.usage().memoryBytes()).isZero();
    assertThat(tenant.usage().instances()).isZero();
  }

  private int count(UdfRuntime runtime, WasmModule module) {
    try (Sandbox sandbox = runtime.lease(tenant, List.of(module), Cancellation.create())) {
      return sandbox.guest(module).function("count").call();
    }
  }

  private UdfException failure(UdfRuntime runtime, WasmModule module, String export) {
    Sandbox sandbox = runtime.lease(tenant, List.of(module), Cancellation.create());
    try {
      UdfException failure =
          catchThrowableOfType(
              UdfException.class,
              () -> {
                sandbox.meter().begin(tenant.limits());
                try {
                  sandbox.guest(module).function(export).call();
                } finally {
                  sandbox.meter().end(0);
                }
              });
      return sandbox.explained(failure);
    } finally {
      sandbox.discard();
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waits for too long").isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  /// The counter with a custom section that tells it from others.
  private static byte[] counter(int number) {
    byte[] counter = counter();
    byte[] wasm = Arrays.copyOf(counter, counter.length + 4);
    wasm[counter.length + 1] = 2;
    wasm[counter.length + 3] = (byte) number;
    return wasm;
  }

  private static byte[] counter() {
    try (InputStream in = LifecycleTest.class.getResourceAsStream("counter.wasm")) {
      if (in == null) {
        throw new IllegalStateException("counter.wasm is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
