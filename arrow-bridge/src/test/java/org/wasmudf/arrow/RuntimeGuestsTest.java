package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmudf.arrow.KernelExpr.Call;
import org.wasmudf.arrow.KernelExpr.Column;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;
import org.wasmudf.runtime.wasi.CallContext;
import org.wasmudf.samples.AssemblyScriptTwin;
import org.wasmudf.samples.CWasiTwin;
import org.wasmudf.samples.GoTwin;
import org.wasmudf.samples.RuntimeSample;
import org.wasmudf.samples.RustStdTwin;

/// Guests that bring a runtime do what their twins do, and fail in words.
class RuntimeGuestsTest {
  /// Long texts cost a runtime more than a row may use by default.
  private static final Tenant PATIENT =
      new Tenant("patient", ResourceLimits.DEFAULT.with(Limit.FUEL_ROW, Limit.NONE));

  private static final int[] ROWS = {0, 1, 7, 8, 9, 63, 64, 65, 8193};
  private static final long SEED = 20261121;

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
  private final BatchEvaluator evaluator = new BatchEvaluator(memory, PATIENT, Kernels.FASTEST);

  @AfterEach
  void nothingLeaks() {
    evaluator.close();
    memory.close();
  }

  /// A function of one argument.
  ///
  /// @param arguments gives an argument that it takes
  record Sample(
      RuntimeSample module,
      String name,
      SqlType result,
      SqlType parameter,
      Function<Random, Object> arguments,
      Function<Object, Object> twin) {
    ScalarFunction function() {
      return Guests.function(UdfRuntime.shared().load(module.bytes()), name, result, parameter);
    }

    @Override
    public String toString() {
      return module + " " + name;
    }
  }

  private static String string(Object text) {
    return new String(((Bytes) text).array(), StandardCharsets.UTF_8);
  }

  private static Sample ofText(
      RuntimeSample module, String name, SqlType result, Function<String, Object> twin) {
    return new Sample(
        module,
        name,
        result,
        Simple.VARCHAR,
        random -> Columns.value(Simple.VARCHAR, random),
        text -> twin.apply(string(text)));
  }

  private static Sample ofNumber(
      RuntimeSample module,
      String name,
      SqlType result,
      SqlType parameter,
      Function<Random, Object> arguments,
      Function<Long, Object> twin) {
    return new Sample(
        module, name, result, parameter, arguments, number -> twin.apply((Long) number));
  }

  static Stream<Sample> samples() {
    return Stream.of(
        ofText(
            RuntimeSample.GO, "word_count", Simple.INTEGER, text -> (long) GoTwin.wordCount(text)),
        ofText(
            RuntimeSample.GO,
            "title_case",
            Simple.VARCHAR,
            text -> Bytes.utf8(GoTwin.titleCase(text))),
        ofNumber(
            RuntimeSample.GO,
            "digit_sum",
            Simple.INTEGER,
            Simple.BIGINT,
            random -> Columns.value(Simple.BIGINT, random),
            n -> (long) GoTwin.digitSum(n)),
        ofText(
            RuntimeSample.RUST_STD,
            "top_word",
            Simple.VARCHAR,
            text -> Bytes.utf8(RustStdTwin.topWord(text))),
        new Sample(
            RuntimeSample.RUST_STD,
            "seconds",
            Simple.BIGINT,
            Simple.VARCHAR,
            random -> Bytes.utf8(random.nextInt(50) + "h  " + random.nextInt(100) + "s"),
            text -> RustStdTwin.seconds(string(text))),
        ofNumber(
            RuntimeSample.RUST_STD,
            "nth_prime",
            Simple.INTEGER,
            Simple.INTEGER,
            random -> random.nextLong(1, 100),
            n -> (long) RustStdTwin.nthPrime(n.intValue())),
        ofText(
            RuntimeSample.ASSEMBLYSCRIPT,
            "reverse_words",
            Simple.VARCHAR,
            text -> Bytes.utf8(AssemblyScriptTwin.reverseWords(text))),
        ofNumber(
            RuntimeSample.ASSEMBLYSCRIPT,
            "roman",
            Simple.VARCHAR,
            Simple.INTEGER,
            random -> random.nextLong(1, 4000),
            n -> Bytes.utf8(AssemblyScriptTwin.roman(n.intValue()))),
        ofNumber(
            RuntimeSample.ASSEMBLYSCRIPT,
            "leap_year",
            Simple.BOOLEAN,
            Simple.INTEGER,
            random -> Columns.value(Simple.INTEGER, random),
            n -> AssemblyScriptTwin.leapYear(n.intValue())),
        ofText(
            RuntimeSample.C_WASI,
            "sort_words",
            Simple.VARCHAR,
            text -> Bytes.utf8(CWasiTwin.sortWords(text))),
        ofNumber(
            RuntimeSample.C_WASI,
            "collatz",
            Simple.INTEGER,
            Simple.BIGINT,
            random -> random.nextLong(1, 1_000_000),
            n -> (long) CWasiTwin.collatz(n)));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void guestsDoWhatTheirTwinsDo(Sample sample) {
    Random random = new Random(SEED);
    try (ScalarUdf udf = ScalarUdf.of(sample.function(), memory)) {
      for (Columns.Nulls nulls : Columns.Nulls.values()) {
        for (int rows : ROWS) {
          List<@Nullable Object> arguments = new ArrayList<>();
          for (int row = 0; row < rows; row++) {
            boolean isNull =
                switch (nulls) {
                  case NONE -> false;
                  case SOME -> random.nextInt(3) == 0;
                  case ALL -> true;
                };
            arguments.add(isNull ? null : sample.arguments().apply(random));
          }
          List<@Nullable Object> expected = new ArrayList<>();
          arguments.forEach(each -> expected.add(each == null ? null : sample.twin().apply(each)));
          try (FieldVector column = Columns.of(sample.parameter(), arguments, memory.allocator());
              FieldVector result = udf.call(List.of(column), rows)) {
            assertThat(Columns.values(result))
                .as("%d rows, %s NULL, seed %d", rows, nulls, SEED)
                .isEqualTo(expected);
          }
        }
      }
    }
  }

  @Test
  void textsForWhichMemoryHasToGrowArriveAndReturn() {
    String text = "x\u20AC ".repeat(20_000);
    for (Sample each :
        List.of(
            ofText(RuntimeSample.GO, "title_case", Simple.VARCHAR, GoTwin::titleCase),
            ofText(
                RuntimeSample.ASSEMBLYSCRIPT,
                "reverse_words",
                Simple.VARCHAR,
                AssemblyScriptTwin::reverseWords),
            ofText(RuntimeSample.RUST_STD, "top_word", Simple.VARCHAR, RustStdTwin::topWord))) {
      Object argument = Bytes.utf8(text);
      try (FieldVector result = evaluated(each, List.of(argument))) {
        assertThat(Columns.values(result))
            .containsExactly(Bytes.utf8((String) each.twin().apply(argument)));
      }
    }
  }

  private FieldVector evaluated(Sample sample, List<? extends @Nullable Object> arguments) {
    BatchExpression call =
        evaluator.prepare(new Call(sample.function(), List.of(new Column(0, sample.parameter()))));
    try (FieldVector column = Columns.of(sample.parameter(), arguments, memory.allocator())) {
      return call.evaluate(List.of(column), arguments.size());
    }
  }

  private UdfException failure(Sample sample, Object wrong, Object right) {
    List<Object> arguments = new ArrayList<>(Collections.nCopies(70, right));
    arguments.set(66, wrong);
    UdfException failure =
        catchThrowableOfType(UdfException.class, () -> evaluated(sample, arguments).close());
    assertThat(failure.code()).isEqualTo(UdfErrorCode.GUEST_ERROR);
    assertThat(failure.row()).hasValue(66);
    assertThat(failure.function()).hasValue(sample.name());
    try (FieldVector next = evaluated(sample, List.of(right))) {
      assertThat(Columns.values(next)).containsExactly(sample.twin().apply(right));
    }
    return failure;
  }

  private static Sample named(String name) {
    return samples().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void rustFailsWithItsOwnMessageAndPanicsWithTheirs() {
    assertThat(failure(named("seconds"), Bytes.utf8("5m 1\u20AC"), Bytes.utf8("5m")).detail())
        .isEqualTo("\"5m 1\u20AC\" is no duration: look at \"1\u20AC\"");
    assertThat(failure(named("nth_prime"), 0L, 1L).detail())
        .startsWith("panicked at src/lib.rs:")
        .endsWith("\nthere is no prime number 0 here");
  }

  @Test
  void assertionOfAssemblyScriptSaysWhere() {
    assertThat(failure(named("roman"), 4000L, 1L).detail())
        .matches("no Roman numeral for 4000 \\(words\\.ts:\\d+:\\d+\\)");
  }

  @Test
  void libraryOfCFormatsMessagesAndExits() {
    Object many = Bytes.utf8("a ".repeat(1001));
    assertThat(failure(named("sort_words"), many, Bytes.utf8("a")).detail())
        .isEqualTo("more than 1000 words");
    assertThat(failure(named("collatz"), Long.MAX_VALUE, 1L).detail())
        .isEqualTo("it exited with code 3: collatz(9223372036854775807) leaves 64 bits");
  }

  @Test
  void panicOfGoIsATrapWithItsMessage() {
    ScalarFunction nthWord =
        Guests.function(
            UdfRuntime.shared().load(RuntimeSample.GO.bytes()),
            "nth_word",
            Simple.VARCHAR,
            Simple.VARCHAR,
            Simple.INTEGER);
    BatchExpression call =
        evaluator.prepare(
            new Call(
                nthWord, List.of(new Column(0, Simple.VARCHAR), new Column(1, Simple.INTEGER))));
    List<Object> texts = List.of(Bytes.utf8("one two"), Bytes.utf8("three"));
    for (int i = 0; i < 3; i++) {
      try (FieldVector text = Columns.of(Simple.VARCHAR, texts, memory.allocator());
          FieldVector wrong = Columns.of(Simple.INTEGER, List.of(2L, 2L), memory.allocator());
          FieldVector right = Columns.of(Simple.INTEGER, List.of(2L, 1L), memory.allocator())) {
        UdfException failure =
            catchThrowableOfType(
                UdfException.class, () -> call.evaluate(List.of(text, wrong), 2).close());
        assertThat(failure)
            .hasMessage(
                "function nth_word, row 1 of the batch: trap: unreachable, which compilers put"
                    + " where code aborts or panics: panic: runtime error: index out of range [1]"
                    + " with length 1");
        try (FieldVector words = call.evaluate(List.of(text, right), 2)) {
          assertThat(Columns.values(words)).containsExactly(Bytes.utf8("two"), Bytes.utf8("three"));
        }
      }
    }
  }

  @Test
  void eachBatchHasALogOfItsOwnAndABatchThatIsRunAgainLogsOnce() {
    List<String> lines = new ArrayList<>();
    evaluator.callIn(
        new CallContext(Instant.EPOCH, 0, (level, line) -> lines.add(level + " " + line), 30));
    for (int i = 0; i < 2; i++) {
      evaluated(named("collatz"), List.of(1L, -5L, -7L, 0L)).close();
    }
    assertThat(lines)
        .containsExactly(
            "WARNING collatz(-5) is undefined",
            "WARNING colla ... (the log of this call ends at 30 bytes)",
            "WARNING collatz(-5) is undefined",
            "WARNING colla ... (the log of this call ends at 30 bytes)");
    lines.clear();
    failure(named("collatz"), Long.MAX_VALUE, 1L);
    assertThat(lines)
        .containsExactly(
            "WARNING collatz(9223372036854775807) l ... (the log of this call ends at 30 bytes)");
  }

  @Test
  void aCallLogsNoMoreThanItsTenantMayAndTheRestIsCutOffWithAMark() {
    Tenant quiet = new Tenant("quiet", PATIENT.limits().with(Limit.LOG_BYTES, 28));
    List<String> lines = new ArrayList<>();
    try (BatchEvaluator evaluator = new BatchEvaluator(memory, quiet, Kernels.FASTEST);
        FieldVector column = Columns.of(Simple.BIGINT, List.of(-5L, -7L), memory.allocator())) {
      evaluator.callIn(
          new CallContext(Instant.EPOCH, 0, (level, line) -> lines.add(line), Integer.MAX_VALUE));
      BatchExpression call =
          evaluator.prepare(
              new Call(named("collatz").function(), List.of(new Column(0, Simple.BIGINT))));
      call.evaluate(List.of(column), 2).close();
      quiet.alter(quiet.limits().with(Limit.LOG_BYTES, Limit.NONE));
      call.evaluate(List.of(column), 2).close();
    }
    assertThat(lines)
        .containsExactly(
            "collatz(-5) is undefined",
            "col ... (the log of this call ends at 28 bytes)",
            "collatz(-5) is undefined",
            "collatz(-7) is undefined");
    UdfRuntime.shared().drop(quiet);
  }
}
