package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wasmudf.arrow.KernelExpr.Arithmetic;
import org.wasmudf.arrow.KernelExpr.Arithmetic.Operator;
import org.wasmudf.arrow.KernelExpr.Call;
import org.wasmudf.arrow.KernelExpr.Column;
import org.wasmudf.arrow.KernelExpr.Literal;
import org.wasmudf.arrow.SqlType.Decimal;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;

/// Each error is one that a real module causes, and leaves everything usable.
class EveryErrorCodeTest {
  private static final Column COLUMN = new Column(0, Simple.BIGINT);
  private static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
  private final Tenant tenant = new Tenant("everybody", ResourceLimits.DEFAULT);
  private final Cancellation cancellation = Cancellation.create();

  @AfterEach
  void nothingLeaks() {
    UdfRuntime.shared().drop(tenant);
    assertThat(tenant.usage().memoryBytes()).isZero();
    assertThat(tenant.usage().instances()).isZero();
    memory.close();
  }

  @ParameterizedTest
  @EnumSource
  void aModuleCausesItAndTheNextCallWorks(UdfErrorCode code) {
    ThrowingCallable cause = cause(code);
    assumeTrue(cause != null, "unreachable here");
    Throwable thrown = catchThrowable(Objects.requireNonNull(cause));
    assertThat(thrown).isInstanceOf(UdfException.class).isInstanceOf(typeOf(code));
    assertThat(((UdfException) thrown).code()).isEqualTo(code);
    tenant.alter(ResourceLimits.DEFAULT);
    assertThat(evaluate(call("traps", "unreachable"), Cancellation.create(), 7))
        .containsExactly(7L);
  }

  private static Class<? extends UdfException> typeOf(UdfErrorCode code) {
    return switch (code.category()) {
      case USER -> UdfException.User.class;
      case GUEST -> UdfException.Guest.class;
      case RESOURCE -> UdfException.Resource.class;
      case BUSY -> UdfException.Busy.class;
      case INTERNAL -> UdfException.Internal.class;
    };
  }

  /// Null for those that nothing here can cause.
  private @Nullable ThrowingCallable cause(UdfErrorCode code) {
    return switch (code) {
      case INVALID_MODULE -> () -> load(new byte[] {1, 2, 3});
      case FORBIDDEN_IMPORT ->
          // The function f of the module e, of type () -> ().
          () -> load(new byte[] {1, 4, 1, 0x60, 0, 0, 2, 7, 1, 1, 'e', 1, 'f', 0, 0});
      case MODULE_TOO_LARGE -> () -> UdfRuntime.shared().load(new byte[(16 << 20) + 1]);
      case MODULE_TOO_COMPLEX ->
          // A table of 100,001 elements.
          () -> load(new byte[] {4, 6, 1, 0x70, 0, (byte) 0xa1, (byte) 0x8d, 6});
      case UNKNOWN_EXPORT -> () -> call("traps", "nothing");
      case SIGNATURE_MISMATCH ->
          () -> Guests.function("traps", "unreachable", Simple.DOUBLE, Simple.BIGINT);
      // Of Kafka's transforms: tested there.
      case QUARANTINED -> null;
      // Of SQL's CREATE FUNCTION: tested there.
      case CHECKSUM_MISMATCH -> null;
      case CANCELLED ->
          () -> {
            cancellation.request();
            evaluate(call("greedy", "spin"), cancellation, 13);
          };
      case NUMERIC_OVERFLOW ->
          () -> evaluate(arithmetic(Operator.ADD, Long.MAX_VALUE), cancellation, 13);
      case DIVISION_BY_ZERO -> () -> evaluate(arithmetic(Operator.DIVIDE, 0), cancellation, 13);
      case GUEST_ERROR -> failing("fails", "fail_with_a_message");
      case TRAP_UNREACHABLE -> failing("traps", "unreachable");
      case TRAP_OUT_OF_BOUNDS -> failing("traps", "load_out_of_bounds");
      case TRAP_DIVIDE_BY_ZERO -> failing("traps", "divide_by_zero");
      case TRAP_INTEGER_OVERFLOW -> failing("traps", "divide_overflow");
      case TRAP_INDIRECT_CALL -> failing("traps", "call_of_nothing");
      case STACK_OVERFLOW -> failing("traps", "stack_overflow");
      case INVALID_RESULT ->
          () -> {
            ScalarFunction digit =
                Guests.function("plain", "id_i64", new Decimal(1, 0), Simple.BIGINT);
            evaluate(new Call(digit, List.of(COLUMN)), cancellation, 13);
          };
      case MEMORY_LIMIT -> {
        tenant.alter(ResourceLimits.DEFAULT.with(Limit.MEMORY_BYTES, 1 << 20));
        yield failing("greedy", "hoard");
      }
      case FUEL_EXHAUSTED -> {
        tenant.alter(ResourceLimits.DEFAULT.with(Limit.DEADLINE_MILLIS, Limit.NONE));
        yield failing("greedy", "spin");
      }
      case DEADLINE_EXCEEDED -> {
        tenant.alter(
            ResourceLimits.DEFAULT
                .with(Limit.FUEL_ROW, Limit.NONE)
                .with(Limit.DEADLINE_MILLIS, 100));
        yield failing("greedy", "spin");
      }
      case TENANT_THROTTLED ->
          () -> {
            tenant.alter(
                ResourceLimits.DEFAULT.with(Limit.INSTANCES, 1).with(Limit.DEADLINE_MILLIS, 50));
            try (var held =
                UdfRuntime.shared()
                    .lease(tenant, List.of(Guests.module("traps")), Cancellation.create())) {
              assertThat(held.modules()).hasSize(1);
              evaluate(call("greedy", "spin"), cancellation, 7);
            }
          };
      case OUTPUT_LIMIT ->
          () -> {
            tenant.alter(ResourceLimits.DEFAULT.with(Limit.VALUE_BYTES, 1));
            KernelExpr text = new Literal(Simple.VARCHAR, Bytes.utf8("ab"));
            evaluate(new Call(Guests.identity(Simple.VARCHAR), List.of(text)), cancellation, 13);
          };
      // Of loading, with a module that nobody has loaded before: tested there.
      case COMPILE_TIMEOUT -> null;
      // A guest that causes it is a fault to be mended.
      case INTERNAL -> null;
    };
  }

  private static void load(byte[] sections) {
    byte[] wasm = new byte[HEADER.length + sections.length];
    System.arraycopy(HEADER, 0, wasm, 0, HEADER.length);
    System.arraycopy(sections, 0, wasm, HEADER.length, sections.length);
    UdfRuntime.shared().load(wasm);
  }

  private static KernelExpr call(String guest, String export) {
    return new Call(Guests.function(guest, export, Simple.BIGINT, Simple.BIGINT), List.of(COLUMN));
  }

  private static KernelExpr arithmetic(Operator operator, long right) {
    return new Arithmetic(operator, COLUMN, new Literal(Simple.BIGINT, right), Simple.BIGINT);
  }

  private ThrowingCallable failing(String guest, String export) {
    return () -> evaluate(call(guest, export), cancellation, 13);
  }

  private List<@Nullable Object> evaluate(KernelExpr expression, Cancellation stop, long argument) {
    try (BatchEvaluator evaluator = new BatchEvaluator(memory, tenant, Kernels.FASTEST, stop);
        FieldVector column = Columns.of(Simple.BIGINT, List.of(argument), memory.allocator());
        FieldVector result = evaluator.prepare(expression).evaluate(List.of(column), 1)) {
      return Columns.values(result);
    }
  }
}
