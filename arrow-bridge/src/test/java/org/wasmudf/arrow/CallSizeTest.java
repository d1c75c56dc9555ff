package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;

/// How many bytes go into a guest and come out of it: limits are for a row, and how many rows share
/// a call is nobody's but the engine's affair.
class CallSizeTest {
  private static final int PAGE = 65_536;

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
  private final Tenant tenant = new Tenant("large", ResourceLimits.DEFAULT);

  @AfterEach
  void nothingLeaks() {
    UdfRuntime.shared().drop(tenant);
    assertThat(tenant.usage().memoryBytes()).isZero();
    assertThat(tenant.usage().instances()).isZero();
    memory.close();
  }

  private static ScalarFunction stamped() {
    return Guests.function("strings", "stamped", Simple.VARBINARY, Simple.INTEGER);
  }

  private void limit(Limit limit, long value) {
    tenant.alter(tenant.limits().with(limit, value));
  }

  // Out

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 64, 65, 1_000, 20_000})
  void aValueHasAsManyBytesAsItMayAndNotOneMore(long bytes) {
    limit(Limit.VALUE_BYTES, bytes);
    List<Long> rows = new ArrayList<>(Collections.nCopies(100, bytes));
    assertThat(lengths(rows)).isEqualTo(rows);
    rows.set(70, bytes + 1);
    UdfException error = failure(stamped(), rows);
    assertThat(error)
        .hasMessage(
            "function stamped, row 70 of the batch: it returned a value of %,d bytes, more than %,d (value.bytes)"
                .formatted(bytes + 1, bytes));
    assertThat(error.code()).isEqualTo(UdfErrorCode.OUTPUT_LIMIT);
    assertThat(tenant.usage().failures()).containsEntry(UdfErrorCode.OUTPUT_LIMIT, 1L);
    rows.set(70, bytes);
    assertThat(lengths(rows)).isEqualTo(rows);
  }

  @Test
  void whatARowGivesIsOneValueWhichMayNotHaveMoreThanACall() {
    limit(Limit.OUTPUT_BYTES, 1_000);
    assertThat(lengths(List.of(1_000L, 1_000L))).containsExactly(1_000L, 1_000L);
    assertThat(failure(stamped(), List.of(1_000L, 1_001L)))
        .hasMessageContaining("row 1 of the batch")
        .hasMessageEndingWith("a value of 1,001 bytes, more than 1,000 (output.bytes)");
    assertThat(lengths(List.of(1_000L))).containsExactly(1_000L);
  }

  @Test
  void withoutTheLimitsAValueIsAsLongAsTheGuestsMemory() {
    ScalarFunction region =
        Guests.function("strings", "region", Simple.VARBINARY, Simple.INTEGER, Simple.INTEGER);
    limit(Limit.VALUE_BYTES, Limit.NONE);
    limit(Limit.OUTPUT_BYTES, Limit.NONE);
    try (BatchEvaluator evaluator = new BatchEvaluator(memory, tenant, Kernels.FASTEST);
        FieldVector from = Columns.of(Simple.INTEGER, List.of(0L), memory.allocator());
        FieldVector length = Columns.of(Simple.INTEGER, List.of(2L * PAGE), memory.allocator());
        FieldVector result = ScalarUdf.of(region, evaluator).call(List.of(from, length), 1)) {
      assertThat(((VarBinaryVector) result).get(0)).hasSize(2 * PAGE);
    }
  }

  @Test
  void aColumnAndAConstantAreNobodysOutput() {
    limit(Limit.VALUE_BYTES, 1);
    KernelExpr.Column column = new KernelExpr.Column(0, Simple.VARCHAR);
    List<@Nullable Object> values = List.of(Bytes.utf8("longer than one byte"));
    try (BatchEvaluator evaluator = new BatchEvaluator(memory, tenant, Kernels.FASTEST);
        FieldVector texts = Columns.of(Simple.VARCHAR, values, memory.allocator());
        FieldVector result = evaluator.prepare(column).evaluate(List.of(texts), 1)) {
      assertThat(Columns.values(result)).isEqualTo(values);
    }
  }

  @Test
  void resultsThatGetLargeAreThoseOfTheFirstRows() {
    limit(Limit.OUTPUT_BYTES, 400_000);
    List<Long> lengths = LongStream.range(0, 1_000).map(row -> 1_000 + row).boxed().toList();
    List<Integer> portions = new ArrayList<>();
    List<Long> all = new ArrayList<>();
    try (BatchEvaluator evaluator = new BatchEvaluator(memory, tenant, Kernels.FASTEST)) {
      BatchExpression call = evaluator.prepare(expression(stamped()));
      while (all.size() < lengths.size()) {
        List<Long> rest = lengths.subList(all.size(), lengths.size());
        try (FieldVector column = Columns.of(Simple.INTEGER, rest, memory.allocator());
            FieldVector result = call.evaluateSome(List.of(column), rest.size())) {
          portions.add(result.getValueCount());
          for (Object each : Columns.values(result)) {
            all.add((long) ((Bytes) each).length());
          }
        }
      }
    }
    assertThat(all).isEqualTo(lengths);
    assertThat(portions).hasSizeGreaterThan(5);
    assertThat(tenant.usage().calls()).isEqualTo(portions.size());
    assertThat(tenant.usage().rows()).isEqualTo(1_000);
  }

  @Test
  void aSingleRowIsAResultHoweverLargeItIs() {
    limit(Limit.OUTPUT_BYTES, 100_000);
    List<Long> lengths = List.of(90_000L, 90_000L);
    try (BatchEvaluator evaluator = new BatchEvaluator(memory, tenant, Kernels.FASTEST);
        FieldVector column = Columns.of(Simple.INTEGER, lengths, memory.allocator());
        FieldVector result =
            evaluator.prepare(expression(stamped())).evaluateSome(List.of(column), 2)) {
      assertThat(result.getValueCount()).isEqualTo(1);
    }
    assertThat(lengths(lengths)).isEqualTo(lengths);
  }

  // In

  @Test
  void argumentsAreHandedOverInPortionsThatFitTheMemoryThatAnInstanceMayHave() {
    limit(Limit.MEMORY_BYTES, 8 * PAGE);
    List<Object> texts = new ArrayList<>(Collections.nCopies(5_000, text(1_000)));
    ScalarFunction length =
        Guests.function(Guests.unusedModule("strings"), "length", Simple.INTEGER, Simple.VARCHAR);
    assertThat(call(length, texts)).isEqualTo(Collections.nCopies(5_000, 1_000L));
    assertThat(tenant.usage().peakMemoryBytes()).isLessThanOrEqualTo(8 * PAGE);
  }

  @Test
  void aGuestWithLessRoomThanThatGetsSmallerPortions() {
    ScalarFunction sum =
        Guests.function(Guests.unusedModule("small-memory"), "sum", Simple.BIGINT, Simple.VARCHAR);
    List<Object> texts = new ArrayList<>(Collections.nCopies(500, text(5_000)));
    assertThat(call(sum, texts)).isEqualTo(Collections.nCopies(500, 5_000L * 'x'));
    assertThat(tenant.usage().failures()).isEmpty();
    assertThat(tenant.usage().rows()).isEqualTo(500);
    texts.set(321, text(PAGE + 1));
    UdfException error = failure(sum, texts);
    assertThat(error.code()).isEqualTo(UdfErrorCode.MEMORY_LIMIT);
    assertThat(error)
        .hasMessageStartingWith(
            "function sum, row 321 of the batch: the guest has no room for 131,072 bytes of"
                + " arguments")
        .hasMessageContaining("67,108,864 bytes (memory.bytes)");
    texts.set(321, text(PAGE));
    assertThat(call(sum, texts)).contains((long) PAGE * 'x').hasSize(500);
  }

  private static Bytes text(int length) {
    return Bytes.utf8("x".repeat(length));
  }

  private static KernelExpr expression(ScalarFunction function) {
    SqlType type = function.signature().parameters().getFirst();
    return new KernelExpr.Call(function, List.of(new KernelExpr.Column(0, type)));
  }

  private List<@Nullable Object> call(ScalarFunction function, List<?> values) {
    SqlType type = function.signature().parameters().getFirst();
    try (BatchEvaluator evaluator = new BatchEvaluator(memory, tenant, Kernels.FASTEST);
        FieldVector column = Columns.of(type, values, memory.allocator());
        FieldVector result =
            evaluator.prepare(expression(function)).evaluate(List.of(column), values.size())) {
      return Columns.values(result);
    }
  }

  private List<Long> lengths(List<Long> lengths) {
    return call(stamped(), lengths).stream()
        .map(each -> (long) ((Bytes) Objects.requireNonNull(each)).length())
        .toList();
  }

  private UdfException failure(ScalarFunction function, List<?> values) {
    return catchThrowableOfType(UdfException.class, () -> call(function, values));
  }
}
