package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.arrow.KernelExpr.Call;
import org.wasmudf.arrow.KernelExpr.Column;
import org.wasmudf.arrow.KernelExpr.Literal;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;

/// Strings on their way into guests: where the host puts them, and how many at once.
class StringArgumentsTest {
  private static final int MIB = 1 << 20;

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
  private final BatchEvaluator evaluator = new BatchEvaluator(memory);

  @AfterEach
  void nothingLeaks() {
    evaluator.close();
    memory.close();
  }

  /// Each allocator of these guests traps unless the host uses it as its kind wants to be used.
  @ParameterizedTest
  @ValueSource(strings = {"wasmudf", "cabi", "malloc", "assemblyscript"})
  void hostAsksTheGuestsAllocatorForOneBlockAndForALargerOneWhenNeeded(String kind) {
    WasmModule guest = Guests.unusedModule("allocator-" + kind);
    ScalarFunction echo = Guests.function(guest, "echo", Simple.VARCHAR, Simple.VARCHAR);
    ScalarFunction live = Guests.function(guest, "live_bytes", Simple.INTEGER, Simple.BIGINT);
    BatchExpression liveBytes =
        evaluator.prepare(new Call(live, List.of(new Column(0, Simple.BIGINT))));
    BatchExpression echoed =
        evaluator.prepare(new Call(echo, List.of(new Column(0, Simple.VARCHAR))));
    assertThat(one(liveBytes, Simple.BIGINT, 0L)).isEqualTo(0L);
    long[][] lengthsAndBlocks = {
      {0, 65_536},
      {10, 65_536},
      {65_536, 65_536},
      {65_537, 131_072},
      {5, 131_072},
      {MIB - 1, MIB}
    };
    for (long[] each : lengthsAndBlocks) {
      Bytes text = Bytes.utf8("x".repeat((int) each[0]));
      assertThat(one(echoed, Simple.VARCHAR, text)).isEqualTo(text);
      assertThat(one(liveBytes, Simple.BIGINT, 0L)).as("for %d", each[0]).isEqualTo(each[1]);
    }
  }

  @Test
  void guestThatMayNoticeGrowthAndHasNoAllocatorIsRefusedWithTheExportsToAdd() {
    UdfException error =
        catchThrowableOfType(
            UdfException.class,
            () -> Guests.function("allocator-none", "echo", Simple.VARCHAR, Simple.VARCHAR));
    assertThat(error.code()).isEqualTo(UdfErrorCode.SIGNATURE_MISMATCH);
    assertThat(error)
        .hasMessageContaining("echo(VARCHAR) RETURNS VARCHAR")
        .hasMessageContaining("wasmudf_alloc(size, align)")
        .hasMessageContaining("wasmudf_free(pointer, size, align)")
        .hasMessageContaining("malloc");
    // What it returns needs no room.
    Guests.function("allocator-none", "live_bytes", Simple.INTEGER, Simple.BIGINT);
  }

  @Test
  void guestWithoutAnyMemoryTakesNoStrings() {
    UdfException error =
        catchThrowableOfType(
            UdfException.class,
            () -> Guests.function("plain", "div", Simple.INTEGER, Simple.VARCHAR));
    assertThat(error.code()).isEqualTo(UdfErrorCode.SIGNATURE_MISMATCH);
    assertThat(error).hasMessageContaining("must export its memory as 'memory'");
  }

  /// The last page that the guest may have is the host's; then there is no more.
  @Test
  void memoryThatCantGrowFarEnoughIsAnErrorOfTheFunctionAndTheNextCallWorks() {
    ScalarFunction sum = Guests.function("small-memory", "sum", Simple.BIGINT, Simple.VARCHAR);
    BatchExpression expression =
        evaluator.prepare(new Call(sum, List.of(new Column(0, Simple.VARCHAR))));
    Bytes fits = Bytes.utf8("a".repeat(65_536));
    Bytes tooLong = Bytes.utf8("a".repeat(65_537));
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThat(one(expression, Simple.VARCHAR, fits)).isEqualTo(65_536L * 'a');
      UdfException error =
          catchThrowableOfType(UdfException.class, () -> one(expression, Simple.VARCHAR, tooLong));
      assertThat(error.code()).isEqualTo(UdfErrorCode.MEMORY_LIMIT);
      assertThat(error.function()).contains("sum");
      assertThat(error.row()).hasValue(0);
      assertThat(error).hasMessageContaining("131,072 bytes");
    }
  }

  /// More than 16 MiB of strings are handed over in portions; the block in the guest stays small.
  @Test
  void longBatchIsHandedOverInPortions() {
    WasmModule guest = Guests.unusedModule("allocator-wasmudf");
    ScalarFunction echo = Guests.function(guest, "echo", Simple.VARBINARY, Simple.VARBINARY);
    ScalarFunction live = Guests.function(guest, "live_bytes", Simple.INTEGER, Simple.BIGINT);
    Random random = new Random(5);
    List<@Nullable Bytes> values = new ArrayList<>();
    for (int row = 0; row < 530; row++) {
      byte[] bytes = new byte[row % 7 == 0 ? 3 : 70_000];
      random.nextBytes(bytes);
      values.add(row % 11 == 0 ? null : Bytes.of(bytes));
    }
    BatchExpression echoed =
        evaluator.prepare(new Call(echo, List.of(new Column(0, Simple.VARBINARY))));
    try (FieldVector column = Columns.of(Simple.VARBINARY, values, memory.allocator());
        FieldVector result = echoed.evaluate(List.of(column), 530)) {
      assertThat(column.getDataBuffer().readableBytes()).isGreaterThan(16 * MIB);
      assertThat(Columns.values(result)).isEqualTo(values);
    }
    BatchExpression liveBytes =
        evaluator.prepare(new Call(live, List.of(new Column(0, Simple.BIGINT))));
    assertThat(one(liveBytes, Simple.BIGINT, 0L)).isEqualTo(16L * MIB);
  }

  /// Portions end in the middle of a bitmap's words.
  @Test
  void resultsOfOneBitEachSurvivePortions() {
    ScalarFunction length = Guests.function("strings", "length", Simple.BOOLEAN, Simple.VARCHAR);
    List<@Nullable Bytes> values = new ArrayList<>();
    Random random = new Random(6);
    for (int row = 0; row < 300; row++) {
      int bytes = random.nextBoolean() ? 0 : random.nextInt(400_000);
      values.add(random.nextInt(5) == 0 ? null : Bytes.utf8("z".repeat(bytes)));
    }
    BatchExpression expression =
        evaluator.prepare(new Call(length, List.of(new Column(0, Simple.VARCHAR))));
    List<@Nullable Object> expected = new ArrayList<>();
    values.forEach(each -> expected.add(each == null ? null : each.length() > 0));
    try (FieldVector column = Columns.of(Simple.VARCHAR, values, memory.allocator());
        FieldVector result = expression.evaluate(List.of(column), 300)) {
      assertThat(column.getDataBuffer().readableBytes()).isGreaterThan(17 * MIB);
      assertThat(Columns.values(result)).isEqualTo(expected);
    }
  }

  @Test
  void trapInALaterPortionIsReportedForItsRowOfTheBatch() {
    ScalarFunction region = Guests.function("strings", "trap_on_t", Simple.BIGINT, Simple.VARCHAR);
    BatchExpression expression =
        evaluator.prepare(new Call(region, List.of(new Column(0, Simple.VARCHAR))));
    List<Bytes> values = new ArrayList<>(Collections.nCopies(40, Bytes.utf8("a".repeat(MIB))));
    values.set(37, Bytes.utf8("trap"));
    try (FieldVector column = Columns.of(Simple.VARCHAR, values, memory.allocator())) {
      UdfException error =
          catchThrowableOfType(
              UdfException.class, () -> expression.evaluate(List.of(column), 40).close());
      assertThat(error.code()).isEqualTo(UdfErrorCode.TRAP_UNREACHABLE);
      assertThat(error.row()).hasValue(37);
    }
  }

  @Test
  void stringOfOneMebibyteGoesInAndOut() {
    Bytes text = Bytes.utf8("😀".repeat(MIB / 4));
    ScalarFunction echo = Guests.function("strings", "echo", Simple.VARCHAR, Simple.VARCHAR);
    BatchExpression expression =
        evaluator.prepare(new Call(echo, List.of(new Column(0, Simple.VARCHAR))));
    assertThat(one(expression, Simple.VARCHAR, text)).isEqualTo(text);
  }

  /// Where there are no bytes to copy there still is an address: C and Rust know no slice at 0.
  @Test
  void emptyStringHasAnAddress() {
    ScalarFunction pointer =
        Guests.function(Guests.unusedModule("strings"), "pointer", Simple.INTEGER, Simple.VARCHAR);
    BatchExpression ofColumn =
        evaluator.prepare(new Call(pointer, List.of(new Column(0, Simple.VARCHAR))));
    assertThat(one(ofColumn, Simple.VARCHAR, Bytes.utf8(""))).isNotEqualTo(0L);
    BatchExpression ofConstant =
        evaluator.prepare(new Call(pointer, List.of(new Literal(Simple.VARCHAR, Bytes.utf8("")))));
    assertThat(one(ofConstant, Simple.VARCHAR, Bytes.utf8(""))).isNotEqualTo(0L);
  }

  @Test
  void constantsAndColumnsAreHandedOverSideBySide() {
    ScalarFunction second =
        Guests.function("strings", "second", Simple.VARCHAR, Simple.VARCHAR, Simple.VARCHAR);
    Literal constant = new Literal(Simple.VARCHAR, Bytes.utf8("constant ä"));
    Column column = new Column(0, Simple.VARCHAR);
    Bytes value = Bytes.utf8("value €");
    assertThat(
            one(
                evaluator.prepare(new Call(second, List.of(column, constant))),
                Simple.VARCHAR,
                value))
        .isEqualTo(constant.value());
    assertThat(
            one(
                evaluator.prepare(new Call(second, List.of(constant, column))),
                Simple.VARCHAR,
                value))
        .isEqualTo(value);
    assertThat(
            one(
                evaluator.prepare(new Call(second, List.of(column, column))),
                Simple.VARCHAR,
                value))
        .isEqualTo(value);
    assertThat(
            one(
                evaluator.prepare(
                    new Call(second, List.of(new Literal(Simple.VARCHAR, null), column))),
                Simple.VARCHAR,
                value))
        .isNull();
  }

  private @Nullable Object one(BatchExpression expression, SqlType type, Object value) {
    try (FieldVector column = Columns.of(type, List.of(value), memory.allocator());
        FieldVector result = expression.evaluate(List.of(column), 1)) {
      return Columns.values(result).getFirst();
    }
  }
}
