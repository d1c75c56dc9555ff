package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;

/// A tenant's functions get what its limits say, and no more; what they do wrong ends with the
/// call.
class LimitsTest {
  private static final long PAGE = 65_536;

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
  private final Tenant tenant = new Tenant("greedy", ResourceLimits.DEFAULT);

  @AfterEach
  void nothingLeaks() {
    UdfRuntime.shared().drop(tenant);
    assertThat(tenant.usage().memoryBytes()).isZero();
    assertThat(tenant.usage().instances()).isZero();
    memory.close();
  }

  @Test
  void anEndlessRowRunsOutOfFuelAndTheNextCallWorks() {
    UdfException error = failure("spin", numbers(100, 50));
    assertThat(error.code()).isEqualTo(UdfErrorCode.FUEL_EXHAUSTED);
    assertThat(error.function()).contains("spin");
    assertThat(error.row()).hasValue(50);
    assertThat(error).hasMessageContaining("10,000,000").hasMessageContaining("fuel.row");
    assertThat(tenant.usage().failures()).containsEntry(UdfErrorCode.FUEL_EXHAUSTED, 1L);
    assertThat(call("spin", numbers(100, -1))).isEqualTo(numbers(100, -1));
  }

  @Test
  void bulkOperationsAreCountedByTheirLength() {
    assertThat(failure("fill", numbers(3, 1)).code()).isEqualTo(UdfErrorCode.FUEL_EXHAUSTED);
    assertThat(call("fill", numbers(3, -1))).isEqualTo(numbers(3, -1));
  }

  @Test
  void fuelIsForARowHoweverManyRowsTheBatchHas() {
    tenant.alter(ResourceLimits.DEFAULT.with(Limit.FUEL_ROW, 10_000));
    List<Long> busy = LongStream.range(0, 8_192).map(i -> 1_000).boxed().toList();
    assertThat(call("rounds", busy)).isEqualTo(busy);
    assertThat(tenant.usage().fuel()).isBetween(8_192L * 1_000, 8_192L * 10_000);
    assertThat(failure("rounds", List.of(1_000L, 5_000L)).row()).hasValue(1);
  }

  @Test
  void theSameBatchCostsTheSameColdAndCompiled() {
    List<Long> rows = LongStream.range(0, 500).boxed().toList();
    long first = fuelOf(rows);
    for (int i = 0; i < 200; i++) {
      assertThat(fuelOf(rows)).as("call %d", i).isEqualTo(first);
    }
  }

  private long fuelOf(List<Long> rows) {
    long before = tenant.usage().fuel();
    call("rounds", rows);
    return tenant.usage().fuel() - before;
  }

  @Test
  void functionsThatAreLiftedCostTheirInstructions() {
    ScalarFunction identity = Guests.identity(Simple.BIGINT);
    long perRow = identity.constantCost().orElseThrow();
    call(identity, numbers(1_000, -1));
    assertThat(tenant.usage().fuel()).isEqualTo(1_000 * perRow);
    tenant.alter(ResourceLimits.DEFAULT.with(Limit.FUEL_ROW, perRow - 1 > 0 ? perRow - 1 : 1));
    if (perRow > 1) {
      assertThat(failure(identity, numbers(1, -1)).code()).isEqualTo(UdfErrorCode.FUEL_EXHAUSTED);
    }
  }

  @Test
  void anEndlessRowWithoutFuelLimitIsStoppedByItsDeadline() {
    tenant.alter(
        ResourceLimits.DEFAULT.with(Limit.FUEL_ROW, Limit.NONE).with(Limit.DEADLINE_MILLIS, 100));
    long start = System.nanoTime();
    UdfException error = failure("spin", numbers(3, 1));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(error.code()).isEqualTo(UdfErrorCode.DEADLINE_EXCEEDED);
    assertThat(error).hasMessageContaining("100 ms (deadline.ms)").hasMessageContaining("spin");
    assertThat(took).isBetween(Duration.ofMillis(100), Duration.ofSeconds(30));
    assertThat(call("spin", numbers(3, -1))).isEqualTo(numbers(3, -1));
  }

  @Test
  void theDeadlineIsForARowAndNotForABatch() {
    // Longer than any pause of a busy machine, and shorter than the batch takes on most.
    tenant.alter(ResourceLimits.DEFAULT.with(Limit.DEADLINE_MILLIS, 2_000));
    List<Long> busy = LongStream.range(0, 8_192).map(i -> 300_000).boxed().toList();
    assertThat(call("rounds", busy)).isEqualTo(busy);
  }

  @ParameterizedTest
  @EnumSource
  void cancellingStopsARunningCall(Kernels kernels) throws InterruptedException {
    tenant.alter(
        ResourceLimits.DEFAULT
            .with(Limit.FUEL_ROW, Limit.NONE)
            .with(Limit.DEADLINE_MILLIS, Limit.NONE));
    Cancellation cancellation = Cancellation.create();
    Thread canceller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Thread.sleep(100);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  cancellation.request();
                });
    try (BatchEvaluator evaluator = new BatchEvaluator(memory, tenant, kernels, cancellation);
        FieldVector column = Columns.of(Simple.BIGINT, numbers(3, 1), memory.allocator())) {
      BatchExpression call = evaluator.prepare(expression(greedy("spin")));
      UdfException error =
          catchThrowableOfType(UdfException.class, () -> call.evaluate(List.of(column), 3).close());
      assertThat(error.code()).isEqualTo(UdfErrorCode.CANCELLED);
      assertThat(error).hasMessageContaining("cancelled");
    }
    canceller.join();
    assertThat(call("spin", numbers(3, -1))).isEqualTo(numbers(3, -1));
  }

  /// The watchdog and the end of a call may meet at any moment.
  @Test
  void whoeverGetsTheInstanceNextIsNotHitByTheInterrupt() {
    List<Long> busy = LongStream.range(0, 300).map(i -> 1_000).boxed().toList();
    try (FieldVector column = Columns.of(Simple.BIGINT, busy, memory.allocator())) {
      for (int i = 0; i < 300; i++) {
        Cancellation soon = Cancellation.after(1 + i % 4);
        try (BatchEvaluator evaluator =
            new BatchEvaluator(memory, tenant, Kernels.WEBASSEMBLY, soon)) {
          BatchExpression call = evaluator.prepare(expression(greedy("rounds")));
          UdfException error =
              catchThrowableOfType(
                  UdfException.class,
                  () -> {
                    while (true) {
                      call.evaluate(List.of(column), busy.size()).close();
                    }
                  });
          assertThat(error.code()).isEqualTo(UdfErrorCode.CANCELLED);
        }
        assertThat(call("rounds", busy)).isEqualTo(busy);
      }
    }
    assertThat(tenant.usage().failures()).containsOnlyKeys(UdfErrorCode.CANCELLED);
  }

  @Test
  void memoryGrowsToTheInstancesLimitAndNoFurther() {
    tenant.alter(ResourceLimits.DEFAULT.with(Limit.MEMORY_BYTES, 10 * PAGE));
    assertThat(call("pages", List.of(0L))).containsExactly(10L);
    assertThat(tenant.usage().peakMemoryBytes()).isEqualTo(10 * PAGE);
    UdfException error = failure("hoard", numbers(3, 1));
    assertThat(error.code()).isEqualTo(UdfErrorCode.MEMORY_LIMIT);
    assertThat(error).hasMessageContaining("memory.bytes");
    assertThat(call("hoard", numbers(3, -1))).isEqualTo(numbers(3, -1));
  }

  @Test
  void memoryOfAllInstancesIsLimitedTogether() {
    tenant.alter(ResourceLimits.DEFAULT.with(Limit.MEMORY_TOTAL_BYTES, 20 * PAGE));
    assertThat(call("pages", List.of(0L))).containsExactly(20L);
    assertThat(tenant.usage().peakMemoryBytes()).isLessThanOrEqualTo(20 * PAGE);
  }

  @Test
  void aModuleThatBeginsWithMoreMemoryThanAllowedSaysSo() {
    tenant.alter(ResourceLimits.DEFAULT.with(Limit.MEMORY_BYTES, PAGE - 1));
    UdfException error = failure("spin", numbers(1, -1));
    assertThat(error.code()).isEqualTo(UdfErrorCode.MEMORY_LIMIT);
    assertThat(error).hasMessageContaining("65,536").hasMessageContaining("memory.bytes");
    tenant.alter(ResourceLimits.DEFAULT);
    assertThat(call("spin", numbers(1, -1))).isEqualTo(numbers(1, -1));
  }

  @Test
  void whoHasAllInstancesLeasedWaitsAndIsToldWhy() {
    tenant.alter(ResourceLimits.DEFAULT.with(Limit.INSTANCES, 1).with(Limit.DEADLINE_MILLIS, 50));
    try (BatchEvaluator first = new BatchEvaluator(memory, tenant, Kernels.WEBASSEMBLY);
        FieldVector column = Columns.of(Simple.BIGINT, numbers(3, -1), memory.allocator())) {
      first.prepare(expression(greedy("spin"))).evaluate(List.of(column), 3).close();
      UdfException error = failure("spin", numbers(3, -1));
      assertThat(error.code()).isEqualTo(UdfErrorCode.TENANT_THROTTLED);
      assertThat(error).hasMessageContaining("tenant greedy");
    }
    assertThat(call("spin", numbers(3, -1))).isEqualTo(numbers(3, -1));
    assertThat(tenant.usage().throttledMillis()).isGreaterThanOrEqualTo(50);
  }

  @Test
  void fuelPerSecondSlowsDownAndFailsOnlyWhenTheWaitIsTooLong() {
    tenant.alter(ResourceLimits.DEFAULT.with(Limit.FUEL_SECOND, 10_000_000));
    List<Long> busy = LongStream.range(0, 1_500).map(i -> 1_000).boxed().toList();
    assertThat(call("rounds", busy)).isEqualTo(busy);
    assertThat(call("rounds", busy)).isEqualTo(busy);
    assertThat(tenant.usage().throttledMillis()).isPositive();
    tenant.alter(
        ResourceLimits.DEFAULT.with(Limit.FUEL_SECOND, 1_000).with(Limit.DEADLINE_MILLIS, 50));
    UdfException error = failure("rounds", busy);
    assertThat(error.code()).isEqualTo(UdfErrorCode.TENANT_THROTTLED);
    tenant.alter(ResourceLimits.DEFAULT);
    assertThat(call("rounds", busy)).isEqualTo(busy);
  }

  @Test
  void aDroppedTenantGetsNothing() {
    Tenant gone = new Tenant("gone", ResourceLimits.DEFAULT);
    UdfRuntime.shared().drop(gone);
    try (BatchEvaluator evaluator = new BatchEvaluator(memory, gone, Kernels.WEBASSEMBLY);
        FieldVector column = Columns.of(Simple.BIGINT, numbers(1, -1), memory.allocator())) {
      BatchExpression call = evaluator.prepare(expression(greedy("spin")));
      UdfException error =
          catchThrowableOfType(UdfException.class, () -> call.evaluate(List.of(column), 1).close());
      assertThat(error).hasMessageContaining("tenant gone was dropped");
    }
  }

  private static ScalarFunction greedy(String export) {
    return Guests.function("greedy", export, Simple.BIGINT, Simple.BIGINT);
  }

  private static KernelExpr expression(ScalarFunction function) {
    return new KernelExpr.Call(function, List.of(new KernelExpr.Column(0, Simple.BIGINT)));
  }

  /// Numbers of which only the one at `thirteen` makes a function greedy.
  private static List<Long> numbers(int rows, int thirteen) {
    return LongStream.range(0, rows).map(i -> i == thirteen ? 13 : 1000 + i).boxed().toList();
  }

  private List<@Nullable Object> call(String export, List<Long> values) {
    return call(greedy(export), values);
  }

  private List<@Nullable Object> call(ScalarFunction function, List<Long> values) {
    try (BatchEvaluator evaluator = new BatchEvaluator(memory, tenant, Kernels.FASTEST);
        FieldVector column = Columns.of(Simple.BIGINT, values, memory.allocator());
        FieldVector result =
            evaluator.prepare(expression(function)).evaluate(List.of(column), values.size())) {
      return Columns.values(result);
    }
  }

  private UdfException failure(String export, List<Long> values) {
    return failure(greedy(export), values);
  }

  private UdfException failure(ScalarFunction function, List<Long> values) {
    return catchThrowableOfType(UdfException.class, () -> call(function, values));
  }
}
