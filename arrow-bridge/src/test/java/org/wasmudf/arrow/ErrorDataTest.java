package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.arrow.KernelExpr.Arithmetic;
import org.wasmudf.arrow.KernelExpr.Call;
import org.wasmudf.arrow.KernelExpr.Column;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.limit.ExceededLimit;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;
import org.wasmudf.samples.RuntimeSample;

/// What errors know beside their message. In every batch here the row 2 is a 13, for which guests
/// fail.
class ErrorDataTest {
  private static final long PAGE = 65_536;
  private static final int ROW = 2;
  private static final List<Long> VALUES = List.of(1L, 2L, 13L, 4L);

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
  private final Tenant tenant = new Tenant("unlucky", ResourceLimits.DEFAULT);

  @AfterEach
  void nothingLeaks() {
    UdfRuntime.shared().drop(tenant);
    assertThat(tenant.usage().memoryBytes()).isZero();
    memory.close();
  }

  @ParameterizedTest
  @EnumSource
  void aTrapTellsForWhomInWhatAndWhere(Kernels kernels) {
    ScalarFunction function = of("traps", "divide_by_zero");
    UdfException error = failure(call(function), kernels);
    assertThat(error).isInstanceOf(UdfException.Guest.class);
    assertThat(error.code()).isEqualTo(UdfErrorCode.TRAP_DIVIDE_BY_ZERO);
    assertThat(error.tenant()).hasValue("unlucky");
    assertThat(error.moduleSha256()).hasValue(function.module().sha256());
    assertThat(error.function()).hasValue("divide_by_zero");
    assertThat(error.row()).hasValue(ROW);
    assertThat(error.guestStack()).containsExactly("divide_by_zero");
    assertThat(error.guestMessage()).isEmpty();
    assertThat(error.exceededLimit()).isEmpty();
  }

  @Test
  void aMessageOfTheGuestsIsDataAndOneLineOfOurs() {
    UdfException error = failure(call(of("fails", "fail_with_a_message")));
    assertThat(error).isInstanceOf(UdfException.Guest.class);
    assertThat(error.code()).isEqualTo(UdfErrorCode.GUEST_ERROR);
    assertThat(error.guestMessage()).hasValue("thirteen is\nnot for us");
    assertThat(error)
        .hasMessage("function fail_with_a_message, row 2 of the batch: thirteen is not for us");
    assertThat(error.guestStack()).containsExactly("fail_with_a_message");
  }

  @Test
  void aPanicOfRustHasItsOwnNamesInTheStack() {
    WasmModule stats = UdfRuntime.shared().load(RuntimeSample.RUST_STD.bytes());
    ScalarFunction nthPrime = Guests.function(stats, "nth_prime", Simple.INTEGER, Simple.INTEGER);
    UdfException error =
        failure(new Call(nthPrime, List.of(new Column(0, Simple.INTEGER))), List.of(1L, 0L));
    assertThat(error.row()).hasValue(1);
    assertThat(error.moduleSha256()).hasValue(stats.sha256());
    assertThat(error.guestMessage().orElseThrow())
        .startsWith("panicked at src/lib.rs:")
        .endsWith("\nthere is no prime number 0 here");
    assertThat(error.getMessage()).doesNotContain("\n");
    assertThat(error.guestStack())
        .startsWith("stats::fail", "stats::_initialize::{closure#0}")
        .contains("core::panicking::panic_fmt")
        .endsWith("nth_prime")
        .noneMatch(each -> each.startsWith("_R"));
  }

  @Test
  void aPanicOfGoHasItsMessageBesideTheTrap() {
    ScalarFunction nthWord =
        Guests.function(
            UdfRuntime.shared().load(RuntimeSample.GO.bytes()),
            "nth_word",
            Simple.VARCHAR,
            Simple.VARCHAR,
            Simple.INTEGER);
    KernelExpr call =
        new Call(
            nthWord,
            List.of(
                new KernelExpr.Literal(Simple.VARCHAR, Bytes.utf8("one")),
                new Column(0, Simple.INTEGER)));
    UdfException error = failure(call, List.of(1L, 2L));
    assertThat(error.code()).isEqualTo(UdfErrorCode.TRAP_UNREACHABLE);
    assertThat(error.guestMessage().orElseThrow()).startsWith("panic: runtime error: index out");
    assertThat(error.detail()).startsWith("trap: ").endsWith(error.guestMessage().orElseThrow());
    assertThat(error.guestStack()).isNotEmpty();
  }

  @Test
  void functionsWithoutNamesHaveTheNumbersOfTheirModule() {
    assertThat(failure(call(of("nameless", "outer"))).guestStack())
        .containsExactly("func[0]", "outer");
  }

  @Test
  void theStackOfAnEndlessRecursionIsItsEnd() {
    UdfException error = failure(call(of("traps", "stack_overflow")));
    assertThat(error.code()).isEqualTo(UdfErrorCode.STACK_OVERFLOW);
    assertThat(error.guestStack())
        .hasSizeBetween(10, 64)
        .endsWith("stack_overflow", "stack_overflow");
  }

  @Test
  void ofTwoModulesTheOneThatFailedIsNamed() {
    ScalarFunction good = of("plain", "id_i64");
    ScalarFunction bad = of("traps", "unreachable");
    UdfException error =
        failure(new Arithmetic(Arithmetic.Operator.ADD, call(good), call(bad), Simple.BIGINT));
    assertThat(error.function()).hasValue("unreachable");
    assertThat(error.moduleSha256()).hasValue(bad.module().sha256());
  }

  @Test
  void anInitialisationThatFailsNamesItsModule() {
    ScalarFunction function = of("start-traps", "id_i64");
    UdfException error = catchFailure(call(function), Kernels.FASTEST, VALUES);
    assertThat(error.moduleSha256()).hasValue(function.module().sha256());
    assertThat(error.tenant()).hasValue("unlucky");
    assertThat(error.guestStack()).containsExactly("_initialize");
  }

  @Test
  void aWrongResultNamesItsModule() {
    ScalarFunction function =
        Guests.function("plain", "id_i64", new SqlType.Decimal(1, 0), Simple.BIGINT);
    UdfException error = failure(call(function));
    assertThat(error.code()).isEqualTo(UdfErrorCode.INVALID_RESULT);
    assertThat(error.moduleSha256()).hasValue(function.module().sha256());
    assertThat(error.row()).hasValue(ROW);
    assertThat(error.guestStack()).as("it had returned").isEmpty();
  }

  @Test
  void whatIsNobodysFunctionHasATenantAndNoModule() {
    KernelExpr column = new Column(0, Simple.BIGINT);
    KernelExpr zero = new KernelExpr.Literal(Simple.BIGINT, 0L);
    UdfException error =
        catchFailure(
            new Arithmetic(Arithmetic.Operator.DIVIDE, column, zero, Simple.BIGINT),
            Kernels.FASTEST,
            VALUES);
    assertThat(error).isInstanceOf(UdfException.User.class);
    assertThat(error.code()).isEqualTo(UdfErrorCode.DIVISION_BY_ZERO);
    assertThat(error.row()).hasValue(0);
    assertThat(error.tenant()).hasValue("unlucky");
    assertThat(error.moduleSha256()).isEmpty();
    assertThat(error.function()).isEmpty();
  }

  @Test
  void fuelNamesItsLimitAndWhereTheGuestWas() {
    tenant.alter(
        ResourceLimits.DEFAULT
            .with(Limit.FUEL_ROW, 5_000_000)
            .with(Limit.DEADLINE_MILLIS, Limit.NONE));
    UdfException error = failure(call(of("greedy", "spin")));
    assertThat(error).isInstanceOf(UdfException.Resource.class);
    assertThat(error.exceededLimit()).hasValue(new ExceededLimit("fuel.row", 5_000_000, null));
    assertThat(error.row()).hasValue(ROW);
    assertThat(error.guestStack()).containsExactly("spin");
  }

  @Test
  void deadlineNamesItsLimitAndWhereTheGuestWas() {
    tenant.alter(
        ResourceLimits.DEFAULT.with(Limit.FUEL_ROW, Limit.NONE).with(Limit.DEADLINE_MILLIS, 200));
    UdfException error = failure(call(of("greedy", "spin")));
    assertThat(error).isInstanceOf(UdfException.Resource.class);
    assertThat(error.exceededLimit()).hasValue(new ExceededLimit("deadline.ms", 200, null));
    assertThat(error.guestStack()).containsExactly("spin");
  }

  @Test
  void memoryNamesTheLimitThatStoodAgainstIt() {
    tenant.alter(ResourceLimits.DEFAULT.with(Limit.MEMORY_BYTES, 10 * PAGE));
    UdfException error = failure(call(of("greedy", "hoard")));
    assertThat(error).isInstanceOf(UdfException.Resource.class);
    assertThat(error.exceededLimit())
        .hasValue(new ExceededLimit("memory.bytes", 10 * PAGE, 11 * PAGE));
    assertThat(error.guestStack()).containsExactly("hoard");
    tenant.alter(ResourceLimits.DEFAULT.with(Limit.MEMORY_TOTAL_BYTES, 10 * PAGE));
    assertThat(failure(call(of("greedy", "hoard"))).exceededLimit())
        .hasValue(new ExceededLimit("memory.total.bytes", 10 * PAGE, 11 * PAGE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"growing", "logging", "through_a_table"})
  void noErrorOfJavasEscapesWhereverTheStackEnds(String export) throws InterruptedException {
    List<@Nullable Throwable> thrown = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int stackBytes = 512 * 1024 + i * 4 * 1024;
      Thread thread =
          new Thread(
              null,
              () ->
                  thrown.add(
                      catchThrowable(
                          () -> evaluate(call(of("deep", export)), Kernels.FASTEST, VALUES))),
              "small stack",
              stackBytes);
      thread.start();
      thread.join();
    }
    assertThat(thrown).hasSize(20).hasOnlyElementsOfType(UdfException.Guest.class);
    for (Throwable each : thrown) {
      UdfException error = (UdfException) Objects.requireNonNull(each);
      assertThat(error.code()).isEqualTo(UdfErrorCode.STACK_OVERFLOW);
      // Empty where it was the host's function that found no room.
      assertThat(error.guestStack()).hasSizeLessThanOrEqualTo(64).allMatch(export::equals);
    }
    assertThat(evaluate(call(of("deep", export)), Kernels.FASTEST, List.of(1L)))
        .containsExactly(1L);
  }

  private static ScalarFunction of(String guest, String export) {
    return Guests.function(guest, export, Simple.BIGINT, Simple.BIGINT);
  }

  private static Call call(ScalarFunction function) {
    return new Call(function, List.of(new Column(0, Simple.BIGINT)));
  }

  private UdfException failure(KernelExpr expression) {
    return failure(expression, Kernels.FASTEST);
  }

  private UdfException failure(KernelExpr expression, Kernels kernels) {
    return failure(expression, kernels, VALUES);
  }

  private UdfException failure(KernelExpr expression, List<Long> values) {
    return failure(expression, Kernels.FASTEST, values);
  }

  /// Fails, and shows that the next call works: with the first of the values alone.
  private UdfException failure(KernelExpr expression, Kernels kernels, List<Long> values) {
    UdfException error = catchFailure(expression, kernels, values);
    assertThat(evaluate(expression, kernels, values.subList(0, 1))).hasSize(1);
    return error;
  }

  private UdfException catchFailure(KernelExpr expression, Kernels kernels, List<Long> values) {
    Throwable thrown = catchThrowable(() -> evaluate(expression, kernels, values));
    assertThat(thrown).isInstanceOf(UdfException.class);
    return (UdfException) thrown;
  }

  private List<@Nullable Object> evaluate(
      KernelExpr expression, Kernels kernels, List<Long> values) {
    SqlType type =
        expression instanceof Call call
                && call.function().signature().parameters().contains(Simple.INTEGER)
            ? Simple.INTEGER
            : Simple.BIGINT;
    try (BatchEvaluator evaluator = new BatchEvaluator(memory, tenant, kernels);
        FieldVector column = Columns.of(type, values, memory.allocator());
        FieldVector result =
            evaluator.prepare(expression).evaluate(List.of(column), values.size())) {
      return Columns.values(result);
    }
  }
}
