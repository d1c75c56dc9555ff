package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ModuleWriter;
import org.wasmudf.runtime.binary.Opcode;
import org.wasmudf.runtime.binary.ValueType;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;
import org.wasmudf.runtime.wasi.CallContext;

/// Whatever a guest tries, at whatever entry point: it ends soon, with the error that says what it
/// was, the next call works, nothing stays behind, and the neighbour notices nothing.
@Timeout(300)
class EvilGuestsTest {
  private static final int REPETITIONS = 30;

  /// The first calls load classes and fill caches.
  private static final int WARM_UP = 5;

  private static final long MAX_GROWTH_BYTES = 16L << 20;

  /// Of processor time, as the machine may be busy and the process be paused.
  private static final Duration SOON = Duration.ofSeconds(10);

  private static final ResourceLimits SMALL =
      ResourceLimits.DEFAULT
          .with(Limit.FUEL_ROW, 10_000_000)
          .with(Limit.FUEL_CALL, 10_000_000)
          .with(Limit.MEMORY_BYTES, 8 << 20);

  private static final ResourceLimits NO_FUEL_LIMIT =
      SMALL
          .with(Limit.FUEL_ROW, Limit.NONE)
          .with(Limit.FUEL_CALL, Limit.NONE)
          .with(Limit.DEADLINE_MILLIS, 100);

  private static final CallContext SILENT = new CallContext(Instant.EPOCH, 0, (l, m) -> {}, 4096);

  private static Neighbour neighbour;

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());

  @BeforeAll
  static void somebodyElseIsThere() {
    neighbour = new Neighbour();
  }

  @AfterAll
  static void somebodyElseIsWell() throws InterruptedException {
    neighbour.leave();
  }

  @AfterEach
  void nothingLeaks() {
    memory.close();
  }

  @ParameterizedTest
  @MethodSource("org.wasmudf.arrow.EvilGuest#all")
  void endsAsItShouldAndNobodyNotices(EvilGuest guest) throws InterruptedException {
    int batchesBefore = neighbour.batches();
    Tenant villain = EvilGuest.tenant(SMALL);
    ScalarFunction function = guest.function();
    long memoryBefore = 0;
    for (int i = 0; i < REPETITIONS; i++) {
      if (i == WARM_UP) {
        pause();
        memoryBefore = memoryInUse();
      }
      int rows = i % 2 == 0 ? 1 : 100;
      if (guest.code() == null) {
        assertThat(soon(() -> call(villain, function, guest.arguments(rows))))
            .isEqualTo(guest.results(rows));
      } else {
        UdfException error = failure(villain, function, guest.arguments(rows));
        assertThat(error.code()).as(error.getMessage()).isEqualTo(guest.code());
        assertThat(error.function()).contains(guest.export());
        if (!guest.alwaysFails()) {
          assertThat(error.row()).hasValue(rows / 2);
        }
      }
      assertNextCallsWork(villain, guest, function);
    }
    assertNothingStays(villain, memoryBefore);
    assertThat(villain.usage().calls()).isGreaterThanOrEqualTo(REPETITIONS);
    neighbour.awaitBatches(batchesBefore + 10);
  }

  static List<EvilGuest> endless() {
    return EvilGuest.deeds().filter(EvilGuest::isEndless).toList();
  }

  @ParameterizedTest
  @MethodSource("endless")
  void whatNobodyCountsIsStoppedByItsDeadline(EvilGuest guest) throws InterruptedException {
    int batchesBefore = neighbour.batches();
    Tenant villain = EvilGuest.tenant(NO_FUEL_LIMIT);
    ScalarFunction function = guest.function();
    long memoryBefore = 0;
    for (int i = 0; i < 5; i++) {
      if (i == 2) {
        pause();
        memoryBefore = memoryInUse();
      }
      UdfException error = failure(villain, function, guest.arguments(3));
      assertThat(error.code()).as(error.getMessage()).isEqualTo(UdfErrorCode.DEADLINE_EXCEEDED);
      assertThat(error).hasMessageContaining("100 ms (deadline.ms)");
      villain.alter(SMALL);
      assertNextCallsWork(villain, guest, function);
      villain.alter(NO_FUEL_LIMIT);
    }
    assertNothingStays(villain, memoryBefore);
    neighbour.awaitBatches(batchesBefore + 10);
  }

  @ParameterizedTest
  @MethodSource("endless")
  void whatFailsIsPaidFor(EvilGuest guest) {
    Tenant villain = EvilGuest.tenant(SMALL);
    failure(villain, guest.function(), guest.arguments(1));
    assertThat(villain.usage().fuel()).isGreaterThanOrEqualTo(10_000_000);
    assertThat(villain.usage().failures()).containsEntry(UdfErrorCode.FUEL_EXHAUSTED, 1L);
    UdfRuntime.shared().drop(villain);
  }

  @ParameterizedTest
  @EnumSource
  void hugeModulesAreReadyOrRefusedSoon(HugeModule huge) throws InterruptedException {
    int batchesBefore = neighbour.batches();
    byte[] wasm = huge.wasm();
    Tenant villain = EvilGuest.tenant(SMALL);
    if (huge.code() == null) {
      ScalarFunction function =
          Guests.function(
              UdfRuntime.shared().load(villain, wasm), "f", Simple.BIGINT, Simple.BIGINT);
      assertThat(soon(() -> call(villain, function, List.of(1L, 2L, 3L))))
          .containsExactly(1L, 2L, 3L);
    } else {
      UdfException error =
          catchThrowableOfType(UdfException.class, () -> UdfRuntime.shared().load(villain, wasm));
      assertThat(error.code()).as(error.getMessage()).isEqualTo(huge.code());
    }
    assertThat(call(villain, wellBehaved(), List.of(5L))).containsExactly(5L);
    UdfRuntime.shared().drop(villain);
    assertThat(villain.usage().memoryBytes()).isZero();
    neighbour.awaitBatches(batchesBefore + 10);
  }

  /// Without help the engine needs half a minute for it now and then, when compiled code that it
  /// gives up has thousands of large frames on the stack.
  @ParameterizedTest
  @ValueSource(ints = {120, 1_000, 9_900})
  void recursionInLargeFramesEndsSoon(int locals) {
    Tenant villain = EvilGuest.tenant(SMALL);
    ScalarFunction function =
        Guests.function(
            UdfRuntime.shared().load(villain, recursive(locals)),
            "f",
            Simple.BIGINT,
            Simple.BIGINT);
    for (int i = 0; i < 100; i++) {
      UdfException error =
          soon(
              Duration.ofSeconds(3),
              () ->
                  catchThrowableOfType(
                      UdfException.class, () -> call(villain, function, List.of(13L))));
      assertThat(error.code()).as(error.getMessage()).isEqualTo(UdfErrorCode.STACK_OVERFLOW);
      assertThat(error.guestStack()).startsWith("f", "f");
      assertThat(call(villain, wellBehaved(), List.of(5L))).containsExactly(5L);
    }
    UdfRuntime.shared().drop(villain);
  }

  /// A function that calls itself for ever and needs all of its many local variables afterwards.
  private static byte[] recursive(int locals) {
    FunctionType type = new FunctionType(List.of(ValueType.I64), List.of(ValueType.I64));
    CodeWriter code = new CodeWriter(type);
    List<Integer> numbers = Stream.generate(() -> code.local(ValueType.I64)).limit(locals).toList();
    numbers.forEach(each -> code.get(0).i64(each).op(Opcode.I64_ADD).set(each));
    code.get(0).i64(1).op(Opcode.I64_ADD).call(0);
    numbers.forEach(each -> code.get(each).op(Opcode.I64_ADD));
    ModuleWriter module = new ModuleWriter();
    module.exportFunction("f", module.function(code));
    return module.toBytes();
  }

  /// What a module begins with, and what it asks for, where nobody has set a limit.
  @Test
  void aMemoryOfFourGibibytesIsRefusedWithoutLimitsToo() {
    Tenant villain =
        EvilGuest.tenant(
            SMALL.with(Limit.MEMORY_BYTES, Limit.NONE).with(Limit.MEMORY_TOTAL_BYTES, Limit.NONE));
    EvilGuest guest =
        EvilGuest.all().filter(each -> each.module().equals("declares-4gib")).findAny().get();
    UdfException error = failure(villain, guest.function(), guest.arguments(1));
    assertThat(error.code()).isEqualTo(UdfErrorCode.MEMORY_LIMIT);
    assertThat(error).hasMessageContaining("4,294,967,296");
    assertThat(villain.usage().memoryBytes()).isZero();
    assertThat(call(villain, wellBehaved(), List.of(5L))).containsExactly(5L);
    UdfRuntime.shared().drop(villain);
  }

  /// On a single processor there is nothing to be had while somebody else has it.
  @Test
  void theNeighbourKeepsItsSpeed() throws InterruptedException {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1);
    Tenant villain = EvilGuest.tenant(NO_FUEL_LIMIT);
    List<EvilGuest> busy = endless();
    double best = Double.MAX_VALUE;
    for (int attempt = 0; attempt < 3 && best > 3; attempt++) {
      int quiet = neighbour.batches();
      neighbour.awaitBatches(quiet + 1_000);
      long alone = neighbour.medianNanosSince(quiet);
      int during = neighbour.batches();
      for (EvilGuest guest : busy) {
        assertThat(failure(villain, guest.function(), guest.arguments(3)).code())
            .isEqualTo(UdfErrorCode.DEADLINE_EXCEEDED);
      }
      neighbour.awaitBatches(during + 1);
      best = Math.min(best, (double) neighbour.medianNanosSince(during) / alone);
    }
    assertThat(best).as("the time of a batch beside evil guests, to that without").isLessThan(3);
    UdfRuntime.shared().drop(villain);
  }

  private static ScalarFunction wellBehaved() {
    return Guests.function("greedy", "rounds", Simple.BIGINT, Simple.BIGINT);
  }

  private void assertNextCallsWork(Tenant villain, EvilGuest guest, ScalarFunction function) {
    assertThat(call(villain, wellBehaved(), List.of(5L))).containsExactly(5L);
    if (!guest.alwaysFails()) {
      assertThat(call(villain, function, List.of(guest.harmless())))
          .containsExactly(guest.harmlessResult());
    }
  }

  private static void assertNothingStays(Tenant villain, long memoryBefore) {
    UdfRuntime.shared().drop(villain);
    assertThat(villain.usage().memoryBytes()).isZero();
    assertThat(villain.usage().instances()).isZero();
    long most = memoryBefore + MAX_GROWTH_BYTES;
    for (int i = 0; i < 100 && memoryInUse() > most; i++) {
      // Buffers are freed by a thread that the collector wakes.
      pause();
    }
    assertThat(memoryInUse()).as("what is still in use").isLessThan(most);
  }

  private static void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
  }

  /// Java objects and direct buffers, among them all linear memories, in bytes.
  private static long memoryInUse() {
    System.gc();
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + direct;
  }

  private List<@Nullable Object> call(Tenant tenant, ScalarFunction function, List<?> arguments) {
    try (BatchEvaluator evaluator = new BatchEvaluator(memory, tenant, Kernels.FASTEST);
        FieldVector column =
            Columns.of(
                function.signature().parameters().getFirst(), arguments, memory.allocator())) {
      evaluator.callIn(SILENT);
      ScalarUdf udf = ScalarUdf.of(function, evaluator);
      try (FieldVector result = udf.call(List.of(column), arguments.size())) {
        return Columns.values(result);
      }
    }
  }

  private UdfException failure(Tenant tenant, ScalarFunction function, List<?> arguments) {
    return soon(
        () -> catchThrowableOfType(UdfException.class, () -> call(tenant, function, arguments)));
  }

  private interface Call<T> {
    T run();
  }

  private static <T> T soon(Call<T> call) {
    return soon(SOON, call);
  }

  private static <T> T soon(Duration atMost, Call<T> call) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    T result = call.run();
    assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start)).isLessThan(atMost);
    return result;
  }
}
