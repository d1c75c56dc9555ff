package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.arrow.Columns.Nulls;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;
import org.wasmudf.runtime.wasi.CallContext;

/// Aggregates of guests, compared with Java's own sums.
class AggregateUdfTest {
  private static final LinearMemory MEMORY = LinearMemory.shared();
  private static final int[] EDGES = {0, 1, 63, 64, 65, 1000, 8192};

  private static AggregateFunction function(String name, SqlType result, SqlType... parameters) {
    return new AggregateFunction(
        Guests.module("aggregates"),
        name,
        new FunctionSignature(name.toUpperCase(Locale.ROOT), List.of(parameters), result));
  }

  private static AggregateFunction ofLongs(String name) {
    return function(name, Simple.BIGINT, Simple.BIGINT);
  }

  @ParameterizedTest
  @EnumSource
  void sumsAndFindsTheLeastOfEdgeBatches(Nulls nulls) {
    Random random = new Random(11);
    for (int rows : EDGES) {
      List<@Nullable Object> values = Columns.random(Simple.BIGINT, nulls, rows, random);
      int groups = 5;
      int[] groupOfRow = random.ints(rows, 0, groups).toArray();
      long[] sums = new long[groups];
      List<@Nullable Object> least = new ArrayList<>(Collections.nCopies(groups, 0L));
      boolean[] seen = new boolean[groups];
      for (int row = 0; row < rows; row++) {
        if (values.get(row) instanceof Long value) {
          int group = groupOfRow[row];
          sums[group] += value;
          if (!seen[group] || value < (long) least.get(group)) {
            least.set(group, value);
            seen[group] = true;
          }
        }
      }
      assertThat(run(ofLongs("sum"), groups, groupOfRow, values))
          .as("%d rows", rows)
          .isEqualTo(LongStream.of(sums).boxed().toList());
      assertThat(run(ofLongs("low"), groups, groupOfRow, values)).isEqualTo(least);
    }
  }

  @Test
  void sumsWithoutGroupsAndCountsWithoutArguments() {
    List<Long> values = LongStream.range(0, 1000).boxed().toList();
    try (AggregateUdf sum = AggregateUdf.of(ofLongs("sum"), MEMORY);
        AggregateUdf count = AggregateUdf.of(function("count", Simple.BIGINT), MEMORY);
        FieldVector column = Columns.of(Simple.BIGINT, values, MEMORY.allocator())) {
      sum.reserve(1);
      count.reserve(1);
      for (int i = 0; i < 3; i++) {
        sum.update(null, List.of(column), 1000, null);
        count.update(null, List.of(), 1000, null);
      }
      assertThat(results(sum)).containsExactly(3 * 499_500L);
      assertThat(results(count)).containsExactly(3000L);
    }
  }

  @Test
  void passesOverRowsThatAFilterLeavesOut() {
    Random random = new Random(12);
    for (int rows : EDGES) {
      List<@Nullable Object> filter = Columns.random(Simple.BOOLEAN, Nulls.SOME, rows, random);
      long kept = filter.stream().filter(Boolean.TRUE::equals).count();
      try (AggregateUdf count = AggregateUdf.of(function("count", Simple.BIGINT), MEMORY);
          FieldVector column = Columns.of(Simple.BOOLEAN, filter, MEMORY.allocator())) {
        count.reserve(1);
        count.update(null, List.of(), rows, (BitVector) column);
        assertThat(results(count)).containsExactly(kept);
        count.update(null, List.of(), rows, null);
        assertThat(results(count)).containsExactly(kept + rows);
      }
    }
  }

  @Test
  void takesRowsOutAgain() {
    assertThat(ofLongs("sum").retracts()).isTrue();
    assertThat(ofLongs("low").retracts()).isFalse();
    try (AggregateUdf sum = AggregateUdf.of(ofLongs("sum"), MEMORY);
        AggregateUdf low = AggregateUdf.of(ofLongs("low"), MEMORY);
        FieldVector column =
            Columns.of(Simple.BIGINT, List.of(1L, 20L, 300L), MEMORY.allocator())) {
      sum.reserve(2);
      sum.update(new int[] {0, 1, 1}, List.of(column), 3, null);
      sum.retract(new int[] {0, 1}, List.of(column), 2, null);
      assertThat(results(sum)).containsExactly(0L, 300L);
      assertThatThrownBy(() -> low.retract(null, List.of(column), 1, null))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("LOW(BIGINT)");
    }
  }

  @Test
  void evaluatesItsArgumentsInTheSameKernel() {
    KernelExpr half =
        new KernelExpr.Arithmetic(
            KernelExpr.Arithmetic.Operator.MULTIPLY,
            new KernelExpr.Call(
                Guests.identity(Simple.BIGINT), List.of(new KernelExpr.Column(1, Simple.BIGINT))),
            new KernelExpr.Literal(Simple.BIGINT, 2L),
            Simple.BIGINT);
    KernelExpr even =
        new KernelExpr.Case(
            List.of(new KernelExpr.Case.Branch(new KernelExpr.Column(0, Simple.BOOLEAN), half)),
            new KernelExpr.Literal(Simple.BIGINT, null));
    List<Boolean> flags = List.of(true, false, true, true);
    List<@Nullable Object> values = new ArrayList<>(List.of(1L, 10L, 100L));
    values.add(null);
    try (BatchEvaluator evaluator = new BatchEvaluator(MEMORY);
        AggregateUdf sum = AggregateUdf.of(ofLongs("sum"), List.of(even), evaluator);
        FieldVector flag = Columns.of(Simple.BOOLEAN, flags, MEMORY.allocator());
        FieldVector value = Columns.of(Simple.BIGINT, values, MEMORY.allocator())) {
      sum.reserve(1);
      sum.update(null, List.of(flag, value), 4, null);
      assertThat(results(sum)).containsExactly(202L);
    }
  }

  @Test
  void keepsAMillionGroups() {
    int groups = 1_000_000;
    int rows = 8192;
    try (AggregateUdf sum = AggregateUdf.of(ofLongs("sum"), MEMORY);
        BigIntVector column = new BigIntVector("c", MEMORY.allocator())) {
      column.allocateNew(rows);
      for (int start = 0; start < 2 * groups; start += rows) {
        int count = Math.min(rows, 2 * groups - start);
        int[] groupOfRow = new int[count];
        for (int row = 0; row < count; row++) {
          groupOfRow[row] = (start + row) % groups;
          column.set(row, start + row);
        }
        column.setValueCount(count);
        sum.reserve(Math.min(start + count, groups));
        sum.update(groupOfRow, List.of(column), count, null);
      }
      try (BigIntVector results = (BigIntVector) sum.finish(0, groups)) {
        for (int group = 0; group < groups; group++) {
          assertThat(results.get(group)).isEqualTo(2L * group + groups);
        }
      }
    }
  }

  @Test
  void emptyGroupsAreFinishedAsTheyWereInitialised() {
    assertThat(run(ofLongs("sum"), 3, new int[0], List.of())).containsExactly(0L, 0L, 0L);
    assertThat(run(ofLongs("low"), 1, new int[0], List.of())).containsExactly(0L);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64, 65, 5000})
  void mergesWhatWasAggregatedElsewhere(int groups) {
    long seed = 13;
    Random random = new Random(seed);
    for (String name : List.of("sum", "low")) {
      int rows = 8192;
      List<@Nullable Object> values = Columns.random(Simple.BIGINT, Nulls.SOME, rows, random);
      int[] groupOfRow = random.ints(rows, 0, groups).toArray();
      List<@Nullable Object> whole = run(ofLongs(name), groups, groupOfRow, values);
      try (AggregateUdf total = AggregateUdf.of(ofLongs(name), MEMORY)) {
        total.reserve(groups);
        for (int part = 0; part < 2; part++) {
          int from = part * rows / 2;
          try (AggregateUdf partial = AggregateUdf.of(ofLongs(name), MEMORY);
              FieldVector column =
                  Columns.of(
                      Simple.BIGINT, values.subList(from, from + rows / 2), MEMORY.allocator())) {
            partial.reserve(groups);
            int[] places = Arrays.copyOfRange(groupOfRow, from, from + rows / 2);
            partial.update(places, List.of(column), rows / 2, null);
            try (VarBinaryVector saved = partial.save(0, groups)) {
              total.merge(IntStream.range(0, groups).toArray(), saved);
            }
          }
        }
        assertThat(results(total)).as("%s, seed %d", name, seed).isEqualTo(whole);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64, 65, 5000, 10_000})
  void mergesGroupsOfAnotherGuestWhichStayAsTheyAre(int groups) {
    long seed = 14;
    Random random = new Random(seed);
    int first = groups / 3;
    int targets = 1 + groups / 5;
    int[] targetOfGroup = random.ints(groups - first, 0, targets).toArray();
    try (AggregateUdf finer = AggregateUdf.of(ofLongs("sum"), MEMORY);
        AggregateUdf total = AggregateUdf.of(ofLongs("sum"), MEMORY)) {
      List<Long> values = LongStream.range(0, groups).map(i -> i * i + 1).boxed().toList();
      finer.reserve(groups);
      total.reserve(targets);
      for (int from = 0; from < groups; from += 8192) {
        int rows = Math.min(8192, groups - from);
        try (FieldVector column =
            Columns.of(Simple.BIGINT, values.subList(from, from + rows), MEMORY.allocator())) {
          finer.update(IntStream.range(from, from + rows).toArray(), List.of(column), rows, null);
        }
      }
      long[] expected = new long[targets];
      for (int time = 1; time <= 2; time++) {
        for (int i = 0; i < targetOfGroup.length; i++) {
          expected[targetOfGroup[i]] += values.get(first + i);
        }
        total.merge(targetOfGroup, finer, first, targetOfGroup.length);
        assertThat(results(total))
            .as("%d times, seed %d", time, seed)
            .isEqualTo(LongStream.of(expected).boxed().toList());
      }
      total.merge(new int[0], finer, groups, 0);
      assertThat(results(finer)).isEqualTo(values);
      assertThatThrownBy(() -> total.merge(new int[2], finer, groups - 1, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> total.merge(new int[] {targets}, finer, 0, 1))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(results(total)).isEqualTo(LongStream.of(expected).boxed().toList());
    }
  }

  @Test
  void aMergeThatTrapsNamesTheFunctionAndTheOtherGuestLives() {
    try (AggregateUdf finer = AggregateUdf.of(ofLongs("merge_traps"), MEMORY);
        AggregateUdf total = AggregateUdf.of(ofLongs("merge_traps"), MEMORY);
        FieldVector column = Columns.of(Simple.BIGINT, List.of(1L, 2L), MEMORY.allocator())) {
      finer.reserve(2);
      total.reserve(1);
      finer.update(new int[] {0, 1}, List.of(column), 2, null);
      UdfException failure =
          catchThrowableOfType(
              UdfException.class, () -> total.merge(new int[] {0, 0}, finer, 0, 2));
      assertThat(failure.code()).isEqualTo(UdfErrorCode.TRAP_UNREACHABLE);
      assertThat(failure.function()).contains("MERGE_TRAPS");
      assertThat(failure.row()).isEmpty();
      assertThat(results(finer)).containsExactly(1L, 2L);
    }
    assertNextWorks("sum");
  }

  @Test
  void statesOfAnotherSizeArentMerged() {
    AggregateFunction fickle =
        new AggregateFunction(
            Guests.module("aggregates-fickle"),
            "fickle",
            new FunctionSignature("FICKLE", List.of(Simple.BIGINT), Simple.BIGINT));
    try (AggregateUdf some = seeded(fickle, 0)) {
      int size = stateBytes(some);
      for (long seed = 1; ; seed++) {
        try (AggregateUdf other = seeded(fickle, seed)) {
          if (stateBytes(other) == size) {
            continue;
          }
          UdfException failure =
              catchThrowableOfType(UdfException.class, () -> some.merge(new int[1], other, 0, 1));
          assertThat(failure.code()).isEqualTo(UdfErrorCode.INVALID_RESULT);
          assertThat(failure.function()).contains("FICKLE");
          assertThat(failure)
              .hasMessageContaining(
                  "it says that a state has %d bytes, and elsewhere %d", size, 24 - size);
          break;
        }
      }
      assertThat(results(some)).containsExactly(0L);
    }
    assertNextWorks("sum");
  }

  private static AggregateUdf seeded(AggregateFunction function, long seed) {
    try (BatchEvaluator evaluator = new BatchEvaluator(MEMORY)) {
      CallContext context = CallContext.DEFAULT;
      evaluator.callIn(
          new CallContext(context.now(), seed, context.log(), CallContext.DEFAULT_LOG_BYTES));
      AggregateUdf udf =
          AggregateUdf.of(function, List.of(new KernelExpr.Column(0, Simple.BIGINT)), evaluator);
      udf.reserve(1);
      return udf;
    }
  }

  private static int stateBytes(AggregateUdf udf) {
    try (VarBinaryVector saved = udf.save(0, 1)) {
      return saved.get(0).length;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "update_traps, TRAP_UNREACHABLE, 2",
    "spin,         FUEL_EXHAUSTED,   2",
  })
  void anErrorNamesFunctionAndRowAndTheNextCallWorks(String name, UdfErrorCode code, long row) {
    List<Long> values = List.of(1L, 2L, 13L, 4L);
    try (AggregateUdf udf = AggregateUdf.of(ofLongs(name), MEMORY);
        FieldVector column = Columns.of(Simple.BIGINT, values, MEMORY.allocator())) {
      udf.reserve(1);
      UdfException failure =
          catchThrowableOfType(
              UdfException.class, () -> udf.update(null, List.of(column), 4, null));
      assertThat(failure.code()).isEqualTo(code);
      assertThat(failure.function()).contains(name.toUpperCase(Locale.ROOT));
      assertThat(failure.row()).hasValue(row);
      assertThatThrownBy(() -> udf.update(null, List.of(column), 1, null))
          .isInstanceOf(IllegalStateException.class);
    }
    assertNextWorks(name);
  }

  @ParameterizedTest
  @CsvSource({
    "negative_size, INVALID_RESULT",
    "odd_size,      INVALID_RESULT",
    "huge_size,     INVALID_RESULT",
    "init_traps,    TRAP_UNREACHABLE",
  })
  void whatFailsBeforeAnyRowNamesTheFunction(String name, UdfErrorCode code) {
    try (AggregateUdf udf = AggregateUdf.of(ofLongs(name), MEMORY)) {
      UdfException failure = catchThrowableOfType(UdfException.class, () -> udf.reserve(3));
      assertThat(failure.code()).isEqualTo(code);
      assertThat(failure.function()).contains(name.toUpperCase(Locale.ROOT));
      assertThat(failure.row()).isEmpty();
    }
    assertNextWorks("sum");
  }

  @Test
  void aResultThatFailsNamesTheFunction() {
    List<Long> values = List.of(100L, 100L);
    assertFinishFails(ofLongs("finish_traps"), values, UdfErrorCode.TRAP_UNREACHABLE);
    AggregateFunction narrow = function("narrow", Simple.TINYINT, Simple.BIGINT);
    assertFinishFails(narrow, values, UdfErrorCode.INVALID_RESULT);
    assertThat(run(narrow, 1, new int[1], List.of(100L))).containsExactly(100L);
    AggregateFunction outside = function("outside", Simple.VARCHAR, Simple.BIGINT);
    assertFinishFails(outside, values, UdfErrorCode.INVALID_RESULT);
  }

  private static void assertFinishFails(
      AggregateFunction function, List<Long> values, UdfErrorCode code) {
    try (AggregateUdf udf = AggregateUdf.of(function, MEMORY);
        FieldVector column = Columns.of(Simple.BIGINT, values, MEMORY.allocator())) {
      udf.reserve(1);
      udf.update(null, List.of(column), values.size(), null);
      UdfException failure = catchThrowableOfType(UdfException.class, () -> udf.finish(0, 1));
      assertThat(failure.code()).isEqualTo(code);
      assertThat(failure.function()).contains(function.name());
      assertThat(failure.row()).isEmpty();
    }
    assertNextWorks("sum");
  }

  @Test
  void whatWritesOutsideOfItsStateHurtsOnlyItself() {
    try (AggregateUdf sum = AggregateUdf.of(ofLongs("sum"), MEMORY);
        AggregateUdf wild = AggregateUdf.of(ofLongs("wild"), MEMORY);
        FieldVector column = Columns.of(Simple.BIGINT, List.of(1L, 2L), MEMORY.allocator())) {
      sum.reserve(2);
      wild.reserve(2);
      sum.update(new int[] {0, 1}, List.of(column), 2, null);
      wild.update(new int[] {0, 1}, List.of(column), 2, null);
      assertThat(results(sum)).containsExactly(1L, 2L);
      assertThat(results(wild)).containsExactly(-1L, -1L);
      assertThat(Columns.values(column)).containsExactly(1L, 2L);
    }
    assertNextWorks("sum");
  }

  @Test
  void statesCountAsTheTenantsMemory() {
    Tenant tenant = new Tenant("small", ResourceLimits.DEFAULT.with(Limit.MEMORY_BYTES, 1L << 20));
    try (BatchEvaluator evaluator = new BatchEvaluator(MEMORY, tenant, Kernels.FASTEST);
        AggregateUdf udf =
            AggregateUdf.of(
                ofLongs("sum"), List.of(new KernelExpr.Column(0, Simple.BIGINT)), evaluator)) {
      udf.reserve(1000);
      assertThat(tenant.usage().memoryBytes()).isPositive();
      UdfException failure = catchThrowableOfType(UdfException.class, () -> udf.reserve(100_000));
      assertThat(failure.code()).isEqualTo(UdfErrorCode.MEMORY_LIMIT);
      assertThat(failure.function()).contains("SUM");
    }
    assertThat(tenant.usage().memoryBytes()).isZero();
    try (BatchEvaluator evaluator = new BatchEvaluator(MEMORY, tenant, Kernels.FASTEST);
        AggregateUdf udf =
            AggregateUdf.of(
                ofLongs("sum"), List.of(new KernelExpr.Column(0, Simple.BIGINT)), evaluator)) {
      udf.reserve(1000);
      assertThat(results(udf)).hasSize(1000).containsOnly(0L);
    }
  }

  @Test
  void refusesGroupsThatArentThere() {
    try (AggregateUdf udf = AggregateUdf.of(ofLongs("sum"), MEMORY);
        FieldVector column = Columns.of(Simple.BIGINT, List.of(1L), MEMORY.allocator())) {
      udf.reserve(2);
      for (int group : new int[] {2, 1 << 20, -1, Integer.MIN_VALUE}) {
        assertThatThrownBy(() -> udf.update(new int[] {group}, List.of(column), 1, null))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
      assertThatThrownBy(() -> udf.finish(1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
      udf.update(new int[] {1}, List.of(column), 1, null);
      assertThat(results(udf)).containsExactly(0L, 1L);
    }
  }

  @Test
  void longUpdatesAreMeteredInSlices() {
    List<Long> values = Collections.nCopies(500, 20_000L);
    assertThat(run(ofLongs("long_loop"), 1, new int[500], values)).containsExactly(10_000_000L);
  }

  private static void assertNextWorks(String name) {
    assertThat(run(ofLongs(name), 1, new int[2], List.of(1L, 2L))).containsExactly(3L);
  }

  private static List<@Nullable Object> run(
      AggregateFunction function,
      int groups,
      int[] groupOfRow,
      List<? extends @Nullable Object> values) {
    try (AggregateUdf udf = AggregateUdf.of(function, MEMORY);
        FieldVector column = Columns.of(Simple.BIGINT, values, MEMORY.allocator())) {
      udf.reserve(groups);
      udf.update(groupOfRow, List.of(column), values.size(), null);
      return results(udf);
    }
  }

  private static List<@Nullable Object> results(AggregateUdf udf) {
    try (FieldVector results = udf.finish(0, udf.groups())) {
      return Columns.values(results);
    }
  }
}
