package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;

/// After many calls that failed, and after tenants and modules have come and gone, the process
/// holds no more than before. The build at night does all of it, others a tenth.
class SoakTest {
  private static final int PART = Boolean.getBoolean("wasmudf.nightly") ? 1 : 10;
  private static final int FAILURES = 100_000 / PART;
  private static final int TENANTS = 10_000 / PART;
  private static final int MODULES = 10_000 / PART;
  private static final int ROUNDS_PER_COLLECTION = 500;

  /// By how much the heap and direct buffers may be more at the end: noise of the JVM's. At night
  /// 80 bytes for each failure, or 800 for a tenant or a module, are as much.
  private static final long OBJECT_SLACK_BYTES = 8 << 20;

  /// By how much all of the process may be more, of which the JVM's compilers take most.
  private static final long RESIDENT_SLACK_BYTES = 192 << 20;

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
  private final Tenant tenant = new Tenant("soak", ResourceLimits.DEFAULT);

  @AfterEach
  void nothingLeaks() {
    UdfRuntime.shared().drop(tenant);
    assertThat(tenant.usage().memoryBytes()).isZero();
    assertThat(tenant.usage().instances()).isZero();
    memory.close();
  }

  @Test
  void callsThatTrapLeaveNothingBehind() {
    List<ScalarFunction> functions =
        List.of(
            trapping("unreachable"), trapping("load_out_of_bounds"), trapping("call_of_nothing"));
    soak(
        FAILURES,
        round -> {
          ScalarFunction function = functions.get(round % functions.size());
          try (BatchEvaluator evaluator = new BatchEvaluator(memory, tenant, Kernels.FASTEST)) {
            BatchExpression expression = evaluator.prepare(call(function));
            UdfException failure =
                catchThrowableOfType(UdfException.class, () -> evaluate(expression, 1L, 13L, 3L));
            assertThat(failure.row()).hasValue(1);
            assertThat(evaluate(expression, 12L)).containsExactly(12L);
          }
        });
    assertThat(tenant.usage().failures().keySet())
        .containsExactlyInAnyOrder(
            UdfErrorCode.TRAP_UNREACHABLE,
            UdfErrorCode.TRAP_OUT_OF_BOUNDS,
            UdfErrorCode.TRAP_INDIRECT_CALL);
  }

  @Test
  void tenantsThatComeAndGoLeaveNothingBehind() {
    ScalarFunction identity = Guests.identity(Simple.VARCHAR);
    Bytes text = Bytes.utf8("some text");
    soak(
        TENANTS,
        round -> {
          Tenant passing = new Tenant("tenant " + round, ResourceLimits.DEFAULT);
          try (BatchEvaluator evaluator = new BatchEvaluator(memory, passing, Kernels.FASTEST)) {
            assertThat(evaluate(evaluator.prepare(call(identity)), text)).containsExactly(text);
          }
          UdfRuntime.shared().drop(passing);
          assertThat(passing.usage().memoryBytes()).isZero();
        });
  }

  @Test
  void modulesThatComeAndGoLeaveNothingBehind() {
    soak(
        MODULES,
        round -> {
          WasmModule module = Guests.unusedModule("traps");
          Tenant owner = new Tenant("owner " + round, ResourceLimits.DEFAULT);
          ScalarFunction function =
              Guests.function(module, "unreachable", Simple.BIGINT, Simple.BIGINT);
          try (BatchEvaluator evaluator = new BatchEvaluator(memory, owner, Kernels.FASTEST)) {
            assertThat(evaluate(evaluator.prepare(call(function)), 12L)).containsExactly(12L);
          }
          UdfRuntime.shared().drop(owner);
        });
  }

  /// A few times for the JVM to warm up, and then so often.
  private static void soak(int rounds, IntConsumer body) {
    rounds(rounds / 5, body);
    Footprint before = Footprint.now();
    rounds(rounds, body);
    Footprint.now().assertNoMoreThan(before, OBJECT_SLACK_BYTES, RESIDENT_SLACK_BYTES);
  }

  /// Collects garbage now and then: the JVM frees linear memory no sooner than that, and has all of
  /// `-XX:MaxDirectMemorySize` until it must.
  private static void rounds(int rounds, IntConsumer body) {
    for (int i = 0; i < rounds; i++) {
      body.accept(i);
      if (i % ROUNDS_PER_COLLECTION == 0) {
        System.gc();
      }
    }
  }

  private static ScalarFunction trapping(String export) {
    return Guests.function("traps", export, Simple.BIGINT, Simple.BIGINT);
  }

  private static KernelExpr call(ScalarFunction function) {
    return new KernelExpr.Call(
        function, List.of(new KernelExpr.Column(0, function.signature().parameters().getFirst())));
  }

  private List<@Nullable Object> evaluate(BatchExpression expression, Object... values) {
    try (FieldVector column =
            Columns.of(expression.type(), Arrays.asList(values), memory.allocator());
        FieldVector result = expression.evaluate(List.of(column), values.length)) {
      return Columns.values(result);
    }
  }
}
