package org.wasmudf.arrow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;
import org.wasmudf.samples.RecordsTwin;
import org.wasmudf.samples.RecordsTwin.Header;
import org.wasmudf.samples.RecordsTwin.Made;
import org.wasmudf.samples.RecordsTwin.Source;

/// Functions of records: what they get, and that nothing they return is taken for granted.
class RecordsUdfTest {
  private static final int RECORDS = 3;

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
  private final BatchEvaluator evaluator = new BatchEvaluator(memory);

  @AfterEach
  void nothingLeaks() {
    evaluator.close();
    memory.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 63, 64, 65, 10_000})
  void recordsComeBackAsTheyWent(int records) {
    List<Source> sources = RecordBatches.random(records, new Random(records));
    assertThat(call("echo", Map.of(), sources)).isEqualTo(RecordsTwin.identity(sources));
  }

  @Test
  void anyPartOfTheInputCanBePassed() {
    List<Source> sources = RecordBatches.random(100, new Random(1));
    RecordsInput input = RecordBatches.input(sources);
    List<Made> all = RecordsTwin.identity(sources);
    RecordsUdf echo = udf("echo", Map.of());
    for (int from : List.of(0, 1, 9, 64, 99, 100)) {
      for (int records : List.of(0, 1, 8, 100 - from)) {
        if (from + records <= 100) {
          try (RecordsOutput output = echo.call(input, from, records)) {
            assertThat(output.taken()).isEqualTo(records);
            assertThat(RecordBatches.made(output)).isEqualTo(all.subList(from, from + records));
          }
        }
      }
    }
    assertThatThrownBy(() -> echo.call(input, 99, 2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void inputIsFilledAgain() {
    RecordsInput input = RecordBatches.input(RecordBatches.random(50, new Random(2)));
    input.clear();
    List<Source> sources = RecordBatches.random(20, new Random(3));
    RecordBatches.add(sources, input);
    try (RecordsOutput output = udf("echo", Map.of()).call(input, 0, input.size())) {
      assertThat(RecordBatches.made(output)).isEqualTo(RecordsTwin.identity(sources));
    }
  }

  @Test
  void sourcesMayComeInAnyOrder() {
    List<Source> sources = RecordBatches.random(10, new Random(4));
    List<Made> made = call("back", Map.of(), sources);
    assertThat(made).extracting(Made::source).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    assertThat(made)
        .extracting(Made::value)
        .isEqualTo(sources.stream().map(Source::value).toList());
  }

  @Test
  void guestThatWritesNothingMakesNothing() {
    assertThat(call("drop", Map.of(), RecordBatches.random(10, new Random(5)))).isEmpty();
  }

  @Test
  void nullIsWhatTheSourceHasOrNone() {
    List<Header> headers = List.of(new Header("caf\u00e9", null), new Header("", "v"));
    Source source = new Source("t", 7, 8, 9, 1, "k", arguments(2), headers);
    Made made = new Made(0, "t", null, 9, null, null, headers);
    assertThat(call("blank", Map.of(), List.of(source))).containsExactly(made, made);
  }

  @Test
  void resultIsReleasedOnce() {
    List<Source> sources = List.of(RecordBatches.valued("v"));
    int before = released();
    call("echo", Map.of(), sources);
    assertThat(released()).isEqualTo(before + 1);
    call("back", Map.of(), sources);
    assertThat(released()).as("nothing to release").isEqualTo(before + 1);
  }

  private int released() {
    ScalarFunction released = Guests.function("records", "released", Simple.INTEGER);
    BatchExpression call = evaluator.prepare(new KernelExpr.Call(released, List.of()));
    try (FieldVector result = call.evaluate(List.of(), 1)) {
      return ((Long) Columns.values(result).getFirst()).intValue();
    }
  }

  /// The number of the record is that of the source, which is counted from the end.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "field   | 7 | 0  | -1          | batch has the length -1                               |"
            + " -1",
        "field   | 7 | 0  | 4           | source has the length 3, less than 4                  |"
            + " -1",
        "field   | 7 | 8  | 1           | batch has 1 NULLs and no validity bitmap              |"
            + " -1",
        "field   | 7 | 16 | -1          | batch has the offset -1                               |"
            + " -1",
        "field   | 7 | 24 | 2           | batch has 2 buffers, not 1                            |"
            + " -1",
        "field   | 7 | 32 | 6           | batch has 6 children, not 7                           |"
            + " -1",
        "field   | 7 | 32 | 4294967303  | batch has 4,294,967,303 children, not 7               |"
            + " -1",
        "field   | 7 | 44 | 0           | batch has no list of children                         |"
            + " -1",
        "field   | 7 | 44 | -4          | batch has a list of children that is not within its"
            + " memory | -1",
        "field   | 7 | 48 | 8           | batch has a dictionary                                |"
            + " -1",
        "field   | 0 | 0  | 2           | topic has the length 2, less than 3                   |"
            + " -1",
        "field   | 0 | 24 | 2           | topic has 2 buffers, not 3                            |"
            + " -1",
        "field   | 1 | 16 | 16777216    | partition has a data buffer that is not within its memory"
            + " | -1",
        "field   | 3 | 8  | 4           | key has 4 NULLs                                       |"
            + " -1",
        "field   | 5 | 32 | 0           | headers has 0 children, not 1                         |"
            + " -1",
        "field   | 8 | 0  | 1           | headers.header has the length 1, less than 3          |"
            + " -1",
        "field   | 8 | 32 | 1           | headers.header has 1 children, not 2                  |"
            + " -1",
        "field   | 9 | 40 | 0           | headers.header.key has no list of buffers             |"
            + " -1",
        "pointer | 6 | 1  | 0           | source has no data buffer                             |"
            + " -1",
        "pointer | 6 | 1  | -8          | source has a data buffer that is not within its memory |"
            + " -1",
        "pointer | 6 | 0  | 327680 | source has a NULL, where none may be | -1",
        "pointer | 8 | 0  | 327680 | headers.header has a NULL, where none may be | 2",
        "pointer | 9 | 0  | 327680 | headers.header.key has a NULL, where none may be | 2",
        "content | 6 | 1  | 3           | source has the value 3, not one from 0 to 2           |"
            + " -1",
        "content | 6 | 1  | -1          | source has the value -1, not one from 0 to 2          |"
            + " -1",
        "pointer | 0 | 1  | 0           | topic has no list of offsets                          |"
            + " -1",
        "pointer | 0 | 2  | -2          | topic has a data buffer that is not within its memory |"
            + " -1",
        "content | 0 | 1  | -1          | topic has offsets that decrease from 0 to -1          |"
            + " 2",
        "content | 0 | 1  | 1000        | topic has offsets that decrease from 1,000 to 12      |"
            + " 1",
        "content | 0 | 2  | 255         | topic has a string that is not UTF-8                  |"
            + " 2",
        "content | 1 | 1  | -5          | partition has the value -5                            |"
            + " 1",
        "content | 2 | 1  | -5          | timestamp has the value -21,474,836,479               |"
            + " 2",
        "content | 4 | 1  | 9999999     | value has offsets that decrease from 9,999,999 to 25  |"
            + " 1",
        "content | 5 | 1  | -3          | headers has offsets that decrease from 0 to -3        |"
            + " 2",
        "content | 5 | 1  | 9           | headers has offsets that decrease from 9 to 2         |"
            + " 1",
        "content | 9 | 1  | -3          | headers.header.key has offsets that decrease from 0 to -3"
            + " | 2",
        "content | 9 | 2  | 255         | headers.header.key has a string that is not UTF-8     |"
            + " 1",
      })
  void everythingThatIsReturnedIsChecked(
      String function, long array, long at, long value, String message, int record) {
    UdfException e = failure(function, Map.of(), corrupting(array, at, value));
    assertThat(e.code()).as(e.getMessage()).isEqualTo(UdfErrorCode.INVALID_RESULT);
    assertThat(e.detail()).isEqualTo("the Arrow array of its " + message);
    assertThat(e.row().orElse(-1)).isEqualTo(record);
    assertThat(e.function()).contains(function);
    assertWorks();
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 1L << 31, (1L << 31) - 1, Long.MAX_VALUE})
  void tooManyRecordsOfOneFail(long rows) {
    List<Source> sources = corrupting(7, 0, rows).subList(0, 1);
    UdfException e = failure("field", Map.of(Limit.OUTPUT_ROWS, 3L), sources);
    assertThat(e.code()).isEqualTo(UdfErrorCode.OUTPUT_LIMIT);
    assertThat(e.detail())
        .isEqualTo("it made %,d records of 1, more than 3 of each (output.rows)".formatted(rows));
    assertThat(e.row()).hasValue(0);
    assertThat(e.exceededLimit().orElseThrow().key()).isEqualTo("output.rows");
    assertWorks();
  }

  @Test
  void eachRecordHasAsManyAsItMay() {
    List<Source> sources = new ArrayList<>(List.of(RecordBatches.valued(arguments(4))));
    sources.addAll(RecordBatches.random(9, new Random(6)));
    assertThat(call("blank", Map.of(Limit.OUTPUT_ROWS, 4L), sources)).hasSize(40);
    // The first of ten that are asked for, and of fewer, until it is the only one.
    UdfException e = failure("blank", Map.of(Limit.OUTPUT_ROWS, 3L), sources);
    assertThat(e.code()).isEqualTo(UdfErrorCode.OUTPUT_LIMIT);
    assertThat(e.detail()).isEqualTo("it made 4 records of 1, more than 3 of each (output.rows)");
    assertThat(e.row()).hasValue(0);
    assertWorks();
  }

  /// Three records come from the first one, because the second word of the sources becomes 0.
  @Test
  void recordsOfASourceAreCounted() {
    List<Source> sources = corrupting(6, 1, 0);
    assertThat(call("content", Map.of(Limit.OUTPUT_ROWS, 2L), sources))
        .extracting(Made::source)
        .containsExactly(2, 0, 0);
    UdfException e = failure("content", Map.of(Limit.OUTPUT_ROWS, 1L), sources);
    assertThat(e.code()).isEqualTo(UdfErrorCode.OUTPUT_LIMIT);
    assertThat(e.row()).hasValue(0);
    assertWorks();
  }

  @Test
  void valueThatIsTooLongFailsItsRecord() {
    List<Source> sources =
        List.of(RecordBatches.valued("short"), RecordBatches.valued("too long, by far"));
    Map<Limit, Long> limits = Map.of(Limit.VALUE_BYTES, 10L);
    UdfException e = failure("echo", limits, sources);
    assertThat(e.code()).isEqualTo(UdfErrorCode.OUTPUT_LIMIT);
    assertThat(e.row()).hasValue(1);
    assertThat(call("echo", limits, sources.subList(0, 1))).hasSize(1);
    assertWorks();
  }

  @Test
  void recordThatBecomesTooMuchFails() {
    List<Source> sources = List.of(RecordBatches.valued("x".repeat(5000)));
    UdfException e = failure("echo", Map.of(Limit.OUTPUT_BYTES, 4096L), sources);
    assertThat(e.code()).isEqualTo(UdfErrorCode.OUTPUT_LIMIT);
    assertThat(e.row()).hasValue(0);
    assertWorks();
  }

  @Test
  void howManyRecordsShareACallIsNotWhatFails() {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      sources.add(RecordBatches.valued(i + "x".repeat(3000)));
    }
    Map<Limit, Long> limits = Map.of(Limit.OUTPUT_BYTES, 10_000L);
    assertThat(call("echo", limits, sources)).isEqualTo(RecordsTwin.identity(sources));
    try (RecordsOutput output =
        udf("echo", limits).call(RecordBatches.input(sources), 0, sources.size())) {
      assertThat(output.taken()).isBetween(1, 3);
    }
  }

  @Test
  void batchThatTheGuestHasNoRoomForIsDivided() {
    List<Source> sources = Collections.nCopies(100, RecordBatches.valued("x".repeat(20_000)));
    Tenant tenant =
        new Tenant("small", ResourceLimits.DEFAULT.with(Limit.MEMORY_BYTES, 9L * 65_536 + 300_000));
    try (RecordsUdf echo =
        RecordsUdf.of(
            function("echo", Map.of()), new BatchEvaluator(memory, tenant, Kernels.FASTEST))) {
      assertThat(RecordBatches.call(echo, sources)).isEqualTo(RecordsTwin.identity(sources));
    } finally {
      UdfRuntime.shared().drop(tenant);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "refuse, GUEST_ERROR, no such batch",
    "silent, GUEST_ERROR, it failed with the code 7 and no message",
    "trap, TRAP_UNREACHABLE, unreachable"
  })
  void guestThatFailsFailsTheBatch(String name, UdfErrorCode code, String message) {
    List<Source> sources = RecordBatches.random(2, new Random(7));
    UdfException e = failure(name, Map.of(), sources);
    assertThat(e.code()).isEqualTo(code);
    assertThat(e.detail()).contains(message);
    assertThat(e.function()).contains(name);
    assertThat(e.row()).as("any of the two").isEmpty();
    assertWorks();
    assertThat(failure(name, Map.of(), sources.subList(0, 1)).row()).hasValue(0);
    assertWorks();
  }

  /// What a caller does when a batch has failed: one by one, each on its own.
  @Test
  void recordThatTrapsIsFoundByItself() {
    RecordsInput input = new RecordsInput();
    for (String each : List.of("a", "b", "T", "c")) {
      RecordBatches.add(List.of(RecordBatches.valued(each)), input);
    }
    RecordsUdf picky = udf("picky", Map.of());
    assertThatThrownBy(() -> picky.call(input, 0, 4))
        .isInstanceOfSatisfying(UdfException.class, e -> assertThat(e.row()).isEmpty());
    for (int record : List.of(0, 1, 3)) {
      try (RecordsOutput output = picky.call(input, record, 1)) {
        assertThat(output.source(0)).isEqualTo(record);
      }
    }
    assertThatThrownBy(() -> picky.call(input, 2, 1))
        .isInstanceOfSatisfying(
            UdfException.class,
            e -> {
              assertThat(e.code()).isEqualTo(UdfErrorCode.TRAP_UNREACHABLE);
              assertThat(e.row()).hasValue(2);
            });
    assertWorks();
  }

  @Test
  void batchHasTheFuelOfItsRecords() {
    UdfException e =
        failure("spin", Map.of(Limit.FUEL_ROW, 1000L), RecordBatches.random(3, new Random(8)));
    assertThat(e.code()).isEqualTo(UdfErrorCode.FUEL_EXHAUSTED);
    assertThat(e.detail())
        .isEqualTo("it executed more than 3,000 instructions for 3 rows (fuel.row)");
    assertWorks();
  }

  @Test
  void endlessLoopEndsAtItsDeadline() {
    UdfException e =
        failure(
            "spin",
            Map.of(Limit.FUEL_ROW, Limit.NONE, Limit.DEADLINE_MILLIS, 20L),
            RecordBatches.random(3, new Random(9)));
    assertThat(e.code()).isEqualTo(UdfErrorCode.DEADLINE_EXCEEDED);
    assertWorks();
  }

  @Test
  void releaseThatTrapsFailsTheBatch() {
    UdfException e = failure("field", Map.of(), corrupting(7, 52, 2));
    assertThat(e.code()).isEqualTo(UdfErrorCode.TRAP_UNREACHABLE);
    assertWorks();
    assertThat(failure("field", Map.of(), corrupting(7, 52, 99)).code())
        .isEqualTo(UdfErrorCode.TRAP_INDIRECT_CALL);
    assertWorks();
  }

  @Test
  void moduleIsCheckedWhenTheFunctionIsMade() {
    assertThatThrownBy(() -> function("typed", Map.of()))
        .hasMessageContaining(
            "records function typed needs an export of type (i32, i32) -> i32, but 'typed__records'"
                + " has the type (i32) -> i32");
    assertThatThrownBy(() -> function("none", Map.of()))
        .hasMessageContaining("the module exports no function 'none__records'");
  }

  @Test
  void headerBelongsToARecord() {
    assertThatThrownBy(() -> new RecordsInput().header("key", null))
        .isInstanceOf(IllegalStateException.class);
  }

  /// Records of which the first tells the guest what to overwrite.
  private static List<Source> corrupting(long array, long at, long value) {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      sources.add(
          new Source(
              "orders",
              1,
              2,
              1,
              0,
              "key",
              i == 0 ? arguments(array, at, value) : "v",
              List.of(new Header("k\u00e9y", "value"))));
    }
    return sources;
  }

  private static String arguments(long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
    return new String(bytes.array(), ISO_8859_1);
  }

  private UdfException failure(String name, Map<Limit, Long> limits, List<Source> sources) {
    return failure(function(name, limits), sources);
  }

  private UdfException failure(RecordsFunction function, List<Source> sources) {
    try {
      List<Made> made = RecordBatches.call(RecordsUdf.of(function, evaluator), sources);
      throw new AssertionError("no failure, but " + made);
    } catch (UdfException e) {
      return e;
    }
  }

  private void assertWorks() {
    List<Source> sources = RecordBatches.random(4, new Random(10));
    assertThat(call("echo", Map.of(), sources)).isEqualTo(RecordsTwin.identity(sources));
  }

  private List<Made> call(String name, Map<Limit, Long> limits, List<Source> sources) {
    return RecordBatches.call(udf(name, limits), sources);
  }

  /// Closed with the evaluator.
  private RecordsUdf udf(String name, Map<Limit, Long> limits) {
    return RecordsUdf.of(function(name, limits), evaluator);
  }

  private static RecordsFunction function(String name, Map<Limit, Long> limits) {
    return new RecordsFunction(Guests.module("records"), name, limits);
  }
}
