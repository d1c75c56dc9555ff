package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmudf.arrow.Columns.Nulls;
import org.wasmudf.arrow.KernelExpr.Call;
import org.wasmudf.arrow.KernelExpr.Column;
import org.wasmudf.arrow.KernelExpr.Literal;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;

/// Functions that are called on NULL input, and functions that return NULL.
class NullsTest {
  private static final long SEED = 20_261_124;
  private static final int[] SIZES = {0, 1, 63, 64, 65, 8192};

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
  private final Random random = new Random(SEED);

  @AfterEach
  void nothingLeaks() {
    memory.close();
  }

  static Stream<Arguments> typesNullsAndKernels() {
    return Columns.TYPES.stream()
        .flatMap(
            type ->
                Stream.of(Nulls.values())
                    .flatMap(
                        nulls ->
                            Stream.of(Kernels.values())
                                .map(kernels -> Arguments.of(type, nulls, kernels))));
  }

  @ParameterizedTest
  @MethodSource("typesNullsAndKernels")
  void functionThatIsCalledOnNullSeesZero(SqlType type, Nulls nulls, Kernels kernels) {
    Object zero = Columns.zero(type);
    checkAgainst(
        value -> value == null ? zero : value,
        Guests.calledOnNull("zero", type),
        type,
        nulls,
        kernels);
  }

  @ParameterizedTest
  @MethodSource("typesNullsAndKernels")
  void functionThatIsToldOfNullCanReturnIt(SqlType type, Nulls nulls, Kernels kernels) {
    checkAgainst(value -> value, Guests.calledOnNull("pass", type), type, nulls, kernels);
  }

  private static ScalarFunction called(String export, List<SqlType> parameters, SqlType result) {
    return new ScalarFunction(
        Guests.module("nulls"),
        export,
        new FunctionSignature(export, parameters, result, NullInput.CALLED, StringLength.ANY));
  }

  private void checkAgainst(
      Function<@Nullable Object, @Nullable Object> oracle,
      ScalarFunction function,
      SqlType type,
      Nulls nulls,
      Kernels kernels) {
    try (ScalarUdf udf = ScalarUdf.of(function, memory, kernels)) {
      for (int rows : SIZES) {
        List<@Nullable Object> values = Columns.random(type, nulls, rows, random);
        List<@Nullable Object> expected = new ArrayList<>();
        values.forEach(each -> expected.add(oracle.apply(each)));
        try (FieldVector column = Columns.of(type, values, memory.allocator());
            FieldVector result = udf.call(List.of(column), rows)) {
          assertThat(Columns.values(result)).as("seed %d, %d rows", SEED, rows).isEqualTo(expected);
          assertThat(result.getNullCount()).isEqualTo(Collections.frequency(expected, null));
        }
      }
    }
  }

  /// A NULL may have bytes of any length under it, in vectors from elsewhere.
  @Test
  void stringThatIsNullIsEmptyWhateverLiesUnderIt() {
    List<@Nullable Object> values = List.of(Bytes.utf8("abc"), Bytes.utf8("hidden"));
    try (ScalarUdf udf = ScalarUdf.of(Guests.calledOnNull("zero", Simple.VARCHAR), memory);
        FieldVector column = Columns.of(Simple.VARCHAR, values, memory.allocator())) {
      column.getValidityBuffer().setByte(0, 1);
      try (FieldVector result = udf.call(List.of(column), 2)) {
        assertThat(Columns.values(result)).containsExactly(Bytes.utf8("abc"), Bytes.utf8(""));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void masksHaveABitForEachArgument(Kernels kernels) {
    List<SqlType> types = Collections.nCopies(33, Simple.INTEGER);
    ScalarFunction masks = called("masks", types, Simple.BIGINT);
    int rows = 200;
    List<FieldVector> columns = new ArrayList<>();
    List<@Nullable Object> expected = new ArrayList<>(Collections.nCopies(rows, 0L));
    for (int i = 0; i < types.size(); i++) {
      Nulls nulls = i % 3 == 0 ? Nulls.NONE : i % 3 == 1 ? Nulls.SOME : Nulls.ALL;
      List<@Nullable Object> values = Columns.random(Simple.INTEGER, nulls, rows, random);
      columns.add(Columns.of(Simple.INTEGER, values, memory.allocator()));
      for (int row = 0; row < rows; row++) {
        if (values.get(row) == null) {
          expected.set(row, requireLong(expected.get(row)) | 1L << i);
        }
      }
    }
    try (ScalarUdf udf = ScalarUdf.of(masks, memory, kernels);
        FieldVector result = udf.call(columns, rows)) {
      assertThat(Columns.values(result)).as("seed %d", SEED).isEqualTo(expected);
    } finally {
      columns.forEach(FieldVector::close);
    }
  }

  private static long requireLong(@Nullable Object value) {
    return value instanceof Long number ? number : 0;
  }

  @Test
  void constantThatIsNullIsTold() {
    KernelExpr masks =
        new Call(
            called("masks", Collections.nCopies(33, Simple.INTEGER), Simple.BIGINT),
            IntStream.range(0, 33)
                .mapToObj(i -> new Literal(Simple.INTEGER, i % 2 == 0 ? null : 5L))
                .<KernelExpr>map(each -> each)
                .toList());
    KernelExpr text =
        new Call(
            Guests.calledOnNull("zero", Simple.VARCHAR),
            List.of(new Literal(Simple.VARCHAR, null)));
    assertThat(evaluate(masks, List.of(), 2)).containsOnly(0x1_5555_5555L);
    assertThat(evaluate(text, List.of(), 2)).containsOnly(Bytes.utf8(""));
  }

  @ParameterizedTest
  @EnumSource
  void nullOfTheFunctionAndOfTheArgument(Kernels kernels) {
    ScalarFunction twice = Guests.function("nulls", "twice", Simple.BIGINT, Simple.BIGINT);
    for (Nulls nulls : Nulls.values()) {
      checkAgainst(
          value -> value instanceof Long x && x % 2 == 0 ? (Object) (x * 2) : null,
          twice,
          Simple.BIGINT,
          nulls,
          kernels);
    }
    ScalarFunction positive = Guests.function("nulls", "positive", Simple.BOOLEAN, Simple.BIGINT);
    try (ScalarUdf udf = ScalarUdf.of(positive, memory, kernels);
        FieldVector column =
            Columns.of(Simple.BIGINT, Arrays.asList(-1L, 0L, null, 5L), memory.allocator());
        FieldVector result = udf.call(List.of(column), 4)) {
      assertThat(Columns.values(result)).containsExactly(false, null, null, true);
    }
  }

  @Test
  void stringsAndNull() {
    ScalarFunction tail = Guests.function("nulls", "tail", Simple.VARCHAR, Simple.VARCHAR);
    List<@Nullable Object> texts =
        Arrays.asList(Bytes.utf8("ab"), null, Bytes.utf8(""), Bytes.utf8("x"), Bytes.utf8("yz"));
    try (ScalarUdf udf = ScalarUdf.of(tail, memory);
        FieldVector column = Columns.of(Simple.VARCHAR, texts, memory.allocator());
        FieldVector result = udf.call(List.of(column), 5)) {
      assertThat(Columns.values(result))
          .containsExactly(Bytes.utf8("b"), null, null, Bytes.utf8(""), Bytes.utf8("z"));
    }
  }

  /// One byte serves all calls of a guest: the inner result is looked at before the outer call.
  @Test
  void nestedCalls() {
    ScalarFunction twice = Guests.function("nulls", "twice", Simple.BIGINT, Simple.BIGINT);
    ScalarFunction zero = Guests.calledOnNull("zero", Simple.BIGINT);
    KernelExpr inner = new Call(twice, List.of(new Column(0, Simple.BIGINT)));
    List<@Nullable Object> values = Arrays.asList(1L, 2L, null, 3L, 4L);
    assertThat(evaluate(new Call(twice, List.of(inner)), values, 5))
        .containsExactly(null, 8L, null, null, 16L);
    assertThat(evaluate(new Call(zero, List.of(inner)), values, 5))
        .containsExactly(0L, 4L, 0L, 0L, 8L);
    assertThat(evaluate(new KernelExpr.IsNull(inner), values, 5))
        .containsExactly(true, false, true, true, false);
    KernelExpr choice =
        new KernelExpr.Case(
            List.of(
                new KernelExpr.Case.Branch(
                    new KernelExpr.Not(new KernelExpr.IsNull(inner)),
                    new Literal(Simple.BIGINT, 1L))),
            new Call(zero, List.of(new Column(0, Simple.BIGINT))));
    assertThat(evaluate(choice, values, 5)).containsExactly(1L, 1L, 0L, 3L, 1L);
  }

  private List<@Nullable Object> evaluate(
      KernelExpr expression, List<@Nullable Object> values, int rows) {
    try (BatchEvaluator evaluator = new BatchEvaluator(memory)) {
      List<FieldVector> columns =
          values.isEmpty()
              ? List.of()
              : List.of(Columns.of(Simple.BIGINT, values, memory.allocator()));
      try (FieldVector result = evaluator.prepare(expression).evaluate(columns, rows)) {
        return Columns.values(result);
      } finally {
        columns.forEach(FieldVector::close);
      }
    }
  }

  /// What a function leaves behind with a NULL is nobody's business; without, it is checked.
  @Test
  void valueUnderNullIsNotLookedAt() {
    ScalarFunction either =
        Guests.function("nulls", "either", Simple.TINYINT, Simple.INTEGER, Simple.INTEGER);
    ScalarFunction region =
        Guests.function(
            "nulls", "region", Simple.VARCHAR, Simple.INTEGER, Simple.INTEGER, Simple.INTEGER);
    checkInvalid(either, 1000);
    checkInvalid(region, -1, 10);
  }

  private void checkInvalid(ScalarFunction function, int... wrong) {
    try (ScalarUdf udf = ScalarUdf.of(function, memory)) {
      assertThat(call(udf, List.of(1L, 1L), wrong)).containsExactly(null, null);
      UdfException error =
          catchThrowableOfType(UdfException.class, () -> call(udf, List.of(1L, 1L, 0L, 1L), wrong));
      assertThat(error.code()).isEqualTo(UdfErrorCode.INVALID_RESULT);
      assertThat(error.row()).hasValue(2);
      assertThat(call(udf, List.of(1L), wrong)).containsOnlyNulls();
      assertThat(call(udf, List.of(0L), new int[wrong.length])).doesNotContainNull();
    }
  }

  private List<@Nullable Object> call(ScalarUdf udf, List<@Nullable Object> nulls, int... values) {
    List<FieldVector> columns = new ArrayList<>();
    columns.add(Columns.of(Simple.INTEGER, nulls, memory.allocator()));
    for (int each : values) {
      List<Object> column = Collections.nCopies(nulls.size(), (Object) (long) each);
      columns.add(Columns.of(Simple.INTEGER, column, memory.allocator()));
    }
    try (FieldVector result = udf.call(columns, nulls.size())) {
      return Columns.values(result);
    } finally {
      columns.forEach(FieldVector::close);
    }
  }

  @Test
  void withoutRoomForTheByteThereIsNoFunction() {
    UdfException noRoom = refused("nulls-no-room");
    assertThat(noRoom)
        .hasMessageContaining("is told where to say NULL and its module manages its own memory")
        .hasMessageContaining("wasmudf_alloc(size, align)");
    assertThat(refused("nulls-no-memory"))
        .hasMessageContaining("so the module must export its memory as 'memory'");
  }

  private static UdfException refused(String guest) {
    UdfException error =
        catchThrowableOfType(
            UdfException.class, () -> Guests.function(guest, "null", Simple.BIGINT, Simple.BIGINT));
    assertThat(error.code()).isEqualTo(UdfErrorCode.SIGNATURE_MISMATCH);
    return error;
  }

  @Test
  void typeOfTheExportSaysBoth() {
    UdfException error =
        catchThrowableOfType(
            UdfException.class, () -> called("twice", List.of(Simple.BIGINT), Simple.BIGINT));
    assertThat(error)
        .hasMessage(
            "twice(BIGINT) RETURNS BIGINT CALLED ON NULL INPUT needs an export of type"
                + " (i32, i64, i32) -> i64, but 'twice__nullable' has the type (i64, i32) -> i64");
  }
}
