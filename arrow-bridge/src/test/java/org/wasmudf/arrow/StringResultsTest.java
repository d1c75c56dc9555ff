package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.arrow.KernelExpr.Call;
import org.wasmudf.arrow.KernelExpr.Case;
import org.wasmudf.arrow.KernelExpr.Column;
import org.wasmudf.arrow.KernelExpr.Comparison;
import org.wasmudf.arrow.KernelExpr.Literal;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;

/// Strings and binaries that guests return: of any size, and never believed.
class StringResultsTest {
  private static final int PAGE_BYTES = 65_536;
  private static final int MEMORY_BYTES = 2 * PAGE_BYTES;
  private static final Column FIRST = new Column(0, Simple.BIGINT);

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
  private final BatchEvaluator evaluator = new BatchEvaluator(memory);

  @AfterEach
  void nothingLeaks() {
    evaluator.close();
    memory.close();
  }

  /// The first result is made for 16 bytes a row; these need thousands. The guest stamps each with
  /// the number of calls it has seen.
  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 1000})
  void guestIsCalledOncePerRowHoweverOftenTheResultGrows(int rows) {
    ScalarFunction stamped =
        Guests.function(
            Guests.unusedModule("strings"), "stamped", Simple.VARBINARY, Simple.INTEGER);
    Random random = new Random(rows);
    List<Long> lengths = random.longs(rows, 4, 20_000).boxed().toList();
    try (ScalarUdf udf = ScalarUdf.of(stamped, memory);
        FieldVector column = Columns.of(Simple.INTEGER, lengths, memory.allocator());
        VarBinaryVector result = (VarBinaryVector) udf.call(List.of(column), rows)) {
      for (int row = 0; row < rows; row++) {
        byte[] expected = new byte[lengths.get(row).intValue()];
        Arrays.fill(expected, (byte) 'a');
        expected[0] = (byte) (row + 1);
        expected[1] = (byte) ((row + 1) >> 8);
        expected[2] = 0;
        expected[3] = 0;
        assertThat(result.get(row)).as("row %d", row).isEqualTo(expected);
      }
    }
  }

  @Test
  void growingKeepsNullsInPlace() {
    ScalarFunction stamped =
        Guests.function(
            Guests.unusedModule("strings"), "stamped", Simple.VARBINARY, Simple.INTEGER);
    List<@Nullable Long> lengths = new ArrayList<>();
    for (int row = 0; row < 200; row++) {
      lengths.add(row % 3 == 0 ? null : 5_000L + row);
    }
    try (ScalarUdf udf = ScalarUdf.of(stamped, memory);
        FieldVector column = Columns.of(Simple.INTEGER, lengths, memory.allocator());
        VarBinaryVector result = (VarBinaryVector) udf.call(List.of(column), 200)) {
      int calls = 0;
      for (int row = 0; row < 200; row++) {
        assertThat(result.isNull(row)).isEqualTo(row % 3 == 0);
        if (!result.isNull(row)) {
          calls++;
          assertThat(result.getValueLength(row)).isEqualTo(5_000 + row);
          assertThat(result.get(row)[0]).as("call").isEqualTo((byte) calls);
        }
      }
    }
  }

  /// While the value at hand waits for room, the kernel is replaced by one for other memories.
  @Test
  void growingGoesOnWithTheValueAtHandWhicheverMemoryItLiesIn() {
    ScalarFunction stamped =
        Guests.function(
            Guests.unusedModule("strings"), "stamped", Simple.VARBINARY, Simple.INTEGER);
    KernelExpr isNegative =
        new Comparison(
            Comparison.Relation.LESS,
            new Column(0, Simple.INTEGER),
            new Literal(Simple.INTEGER, 0L));
    Bytes constant = Bytes.of("c".repeat(60_000).getBytes(StandardCharsets.UTF_8));
    KernelExpr isEven =
        new Comparison(
            Comparison.Relation.EQUAL,
            new Column(2, Simple.INTEGER),
            new Literal(Simple.INTEGER, 0L));
    KernelExpr choice =
        new Case(
            List.of(
                new Case.Branch(isNegative, new Column(1, Simple.VARBINARY)),
                new Case.Branch(isEven, new Literal(Simple.VARBINARY, constant))),
            new Call(stamped, List.of(new Column(0, Simple.INTEGER))));
    int rows = 600;
    List<Long> lengths = new ArrayList<>();
    List<Bytes> strings = new ArrayList<>();
    List<Long> parities = new ArrayList<>();
    Random random = new Random(7);
    for (int row = 0; row < rows; row++) {
      lengths.add(random.nextInt(3) == 0 ? -1L : 10_000L + random.nextInt(30_000));
      strings.add(Bytes.utf8("s".repeat(random.nextInt(40_000))));
      parities.add((long) random.nextInt(2));
    }
    try (FieldVector length = Columns.of(Simple.INTEGER, lengths, memory.allocator());
        FieldVector string = Columns.of(Simple.VARBINARY, strings, memory.allocator());
        FieldVector parity = Columns.of(Simple.INTEGER, parities, memory.allocator());
        VarBinaryVector result =
            (VarBinaryVector)
                evaluator.prepare(choice).evaluate(List.of(length, string, parity), rows)) {
      int calls = 0;
      for (int row = 0; row < rows; row++) {
        byte[] actual = result.get(row);
        if (lengths.get(row) < 0) {
          assertThat(actual).as("row %d", row).isEqualTo(strings.get(row).array());
        } else if (parities.get(row) == 0) {
          assertThat(actual).as("row %d", row).isEqualTo(constant.array());
        } else {
          calls++;
          assertThat(actual).as("row %d", row).hasSize(lengths.get(row).intValue());
          assertThat((actual[0] & 0xff) | (actual[1] & 0xff) << 8).as("call").isEqualTo(calls);
          assertThat(actual[actual.length - 1]).isEqualTo((byte) 'a');
        }
      }
    }
  }

  @Test
  void largeResultsOfASmallBatchDontBurdenALargeBatch() {
    ScalarFunction stamped =
        Guests.function("strings", "stamped", Simple.VARBINARY, Simple.INTEGER);
    try (ScalarUdf udf = ScalarUdf.of(stamped, memory);
        FieldVector one = Columns.of(Simple.INTEGER, List.of(120_000L), memory.allocator());
        FieldVector many =
            Columns.of(
                Simple.INTEGER,
                IntStream.range(0, 20_000).mapToObj(i -> 5L).toList(),
                memory.allocator())) {
      udf.call(List.of(one), 1).close();
      try (FieldVector result = udf.call(List.of(many), 20_000)) {
        assertThat(result.getDataBuffer().capacity()).isEqualTo(100_000);
        assertThat(memory.allocator().getAllocatedMemory()).isLessThan(64 << 20);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 131073", // one byte too long
    "131072, 1", // begins behind the end
    "131073, 0", // is empty, but outside
    "-1, 0",
    "-1, 1",
    "-1, -1",
    "0, -1", // a negative length
    "16, -2147483648",
    "2147483647, 2147483647",
    "-2147483648, -2147483648",
    "65536, 65537",
  })
  void regionOutsideTheGuestsMemoryIsRefused(long pointer, long length) {
    ScalarFunction region =
        Guests.function(
            Guests.unusedModule("strings"),
            "region",
            Simple.VARBINARY,
            Simple.INTEGER,
            Simple.INTEGER);
    KernelExpr call =
        new Call(region, List.of(new Column(0, Simple.INTEGER), new Column(1, Simple.INTEGER)));
    BatchExpression expression = evaluator.prepare(call);
    try (FieldVector pointers =
            Columns.of(Simple.INTEGER, List.of(0L, 8L, pointer), memory.allocator());
        FieldVector lengths =
            Columns.of(Simple.INTEGER, List.of(0L, 8L, length), memory.allocator())) {
      long before = memory.allocator().getAllocatedMemory();
      UdfException error =
          catchThrowableOfType(
              UdfException.class, () -> expression.evaluate(List.of(pointers, lengths), 3).close());
      assertThat(error.code()).isEqualTo(UdfErrorCode.INVALID_RESULT);
      assertThat(error)
          .hasMessage(
              "function region, row 2 of the batch: it returned a pointer and length that are not"
                  + " within its memory");
      assertThat(memory.allocator().getAllocatedMemory()).isEqualTo(before);
      expression.evaluate(List.of(pointers, lengths), 2).close();
    }
  }

  @Test
  void emptyAndWholeRegionsAtTheEdgesAreTaken() {
    ScalarFunction region =
        Guests.function(
            Guests.unusedModule("strings"),
            "region",
            Simple.VARBINARY,
            Simple.INTEGER,
            Simple.INTEGER);
    List<Long> pointers =
        List.of(0L, (long) MEMORY_BYTES, 0L, MEMORY_BYTES - 1L, MEMORY_BYTES - 70L);
    List<Long> lengths = List.of(0L, 0L, (long) MEMORY_BYTES, 1L, 70L);
    try (ScalarUdf udf = ScalarUdf.of(region, memory);
        FieldVector pointer = Columns.of(Simple.INTEGER, pointers, memory.allocator());
        FieldVector length = Columns.of(Simple.INTEGER, lengths, memory.allocator());
        VarBinaryVector result = (VarBinaryVector) udf.call(List.of(pointer, length), 5)) {
      for (int row = 0; row < 5; row++) {
        assertThat(result.get(row)).isEqualTo(new byte[lengths.get(row).intValue()]);
      }
    }
  }

  @Test
  void bytesAtTheVeryEndOfTheMemoryAreReadWithoutCrossingIt() {
    ScalarFunction atTheEnd =
        Guests.function(
            Guests.unusedModule("strings"),
            "bytes_at_the_end",
            Simple.VARBINARY,
            Simple.BIGINT,
            Simple.INTEGER);
    List<Long> lengths = IntStream.rangeClosed(0, 8).mapToObj(i -> (long) i).toList();
    List<Long> numbers = lengths.stream().map(each -> 0x0807060504030201L).toList();
    try (ScalarUdf udf = ScalarUdf.of(atTheEnd, memory);
        FieldVector number = Columns.of(Simple.BIGINT, numbers, memory.allocator());
        FieldVector length = Columns.of(Simple.INTEGER, lengths, memory.allocator());
        VarBinaryVector result = (VarBinaryVector) udf.call(List.of(number, length), 9)) {
      for (int row = 0; row < 9; row++) {
        byte[] expected = {1, 2, 3, 4, 5, 6, 7, 8};
        assertThat(result.get(row)).isEqualTo(Arrays.copyOf(expected, row));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80", // a continuation without a start
        "C3", // a start without its continuation
        "C0 80", // overlong
        "E2 82", // cut
        "ED A0 80", // a surrogate
        "F0 9F 98", // cut
        "F4 90 80 80", // beyond U+10FFFF
        "F8 88 80 80 80",
        "FF",
        "61 61 61 61 61 61 61 FE",
      })
  void textThatIsNotUtf8IsRefused(String hex) {
    byte[] invalid = bytes(hex);
    assertThat(new String(invalid, StandardCharsets.UTF_8)).as("the oracle").contains("\uFFFD");
    BatchExpression text = evaluator.prepare(text("bytes"));
    List<byte[]> strings = new ArrayList<>();
    for (int row = 0; row < 70; row++) {
      strings.add("ä€".getBytes(StandardCharsets.UTF_8));
    }
    strings.set(66, invalid);
    UdfException error =
        catchThrowableOfType(UdfException.class, () -> evaluate(text, strings).close());
    assertThat(error.code()).isEqualTo(UdfErrorCode.INVALID_RESULT);
    assertThat(error)
        .hasMessage("function bytes, row 66 of the batch: it returned a string that is not UTF-8");
    try (FieldVector result = evaluate(text, strings.subList(0, 66))) {
      assertThat(Columns.values(result)).containsOnly(Bytes.utf8("ä€"));
    }
    BatchExpression binary =
        evaluator.prepare(
            new Call(
                Guests.function(
                    "strings", "bytes", Simple.VARBINARY, Simple.BIGINT, Simple.INTEGER),
                List.of(FIRST, new Column(1, Simple.INTEGER))));
    try (FieldVector result = evaluate(binary, strings)) {
      assertThat(Columns.values(result).get(66)).isEqualTo(Bytes.of(invalid));
    }
  }

  /// Side by side in the column they are a character; each row by itself is none.
  @Test
  void characterSplitOverTwoRowsIsRefused() {
    List<byte[]> strings = List.of(bytes("61"), bytes("C3"), bytes("A9"));
    UdfException error =
        catchThrowableOfType(
            UdfException.class, () -> evaluate(evaluator.prepare(text("bytes")), strings).close());
    assertThat(error.row()).hasValue(1);
  }

  @Test
  void ofSeveralFunctionsTheOneThatReturnedTheTextIsNamed() {
    KernelExpr isShort =
        new Comparison(
            Comparison.Relation.LESS,
            new Column(1, Simple.INTEGER),
            new Literal(Simple.INTEGER, 2L));
    KernelExpr choice =
        new Case(List.of(new Case.Branch(isShort, text("bytes"))), text("bytes_at_the_end"));
    BatchExpression expression = evaluator.prepare(choice);
    assertBlamed(expression, "bytes", bytes("61"), bytes("61 62"), bytes("FF"), bytes("61 62"));
    assertBlamed(
        expression, "bytes_at_the_end", bytes("61"), bytes("61 62"), bytes("61 FF"), bytes("61"));
  }

  private void assertBlamed(BatchExpression expression, String function, byte[]... strings) {
    UdfException error =
        catchThrowableOfType(
            UdfException.class, () -> evaluate(expression, Arrays.asList(strings)).close());
    assertThat(error.function()).contains(function);
    assertThat(error.row()).hasValue(2);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.ofDelimiter(" ").parseHex(hex);
  }

  private static Call text(String export) {
    ScalarFunction function =
        Guests.function("strings", export, Simple.VARCHAR, Simple.BIGINT, Simple.INTEGER);
    return new Call(function, List.of(FIRST, new Column(1, Simple.INTEGER)));
  }

  /// Has a guest return strings of up to eight bytes.
  private FieldVector evaluate(BatchExpression expression, List<byte[]> strings) {
    List<Long> numbers = new ArrayList<>();
    List<Long> lengths = new ArrayList<>();
    for (byte[] each : strings) {
      long number = 0;
      for (int i = each.length - 1; i >= 0; i--) {
        number = number << 8 | (each[i] & 0xff);
      }
      numbers.add(number);
      lengths.add((long) each.length);
    }
    try (FieldVector number = Columns.of(Simple.BIGINT, numbers, memory.allocator());
        FieldVector length = Columns.of(Simple.INTEGER, lengths, memory.allocator())) {
      return expression.evaluate(List.of(number, length), strings.size());
    }
  }
}
