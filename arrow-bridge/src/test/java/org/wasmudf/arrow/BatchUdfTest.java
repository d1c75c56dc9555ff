package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.arrow.SqlType.Decimal;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.limit.Limit;

/// Functions for batches: what they get, and that nothing they return is taken for granted.
class BatchUdfTest {
  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
  private final BatchEvaluator evaluator = new BatchEvaluator(memory);
  private final List<FieldVector> columns = new ArrayList<>();

  @AfterEach
  void nothingLeaks() {
    evaluator.close();
    columns.forEach(FieldVector::close);
    memory.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 63, 64, 65, 8192})
  void everyTypeComesBackAsItWent(int rows) {
    Random random = new Random(rows);
    for (SqlType type : Columns.TYPES) {
      for (Columns.Nulls nulls : Columns.Nulls.values()) {
        List<@Nullable Object> values = Columns.random(type, nulls, rows, random);
        assertThat(call("echo", type, rows, column(type, values)))
            .as("%s, NULLs: %s", type, nulls)
            .isEqualTo(values);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 8192})
  void computesEachRow(int rows) {
    for (Columns.Nulls nulls : Columns.Nulls.values()) {
      List<@Nullable Object> values =
          Columns.random(Simple.BIGINT, nulls, rows, new Random(rows + 1L));
      List<@Nullable Object> twins = new ArrayList<>();
      for (Object each : values) {
        twins.add(each == null ? null : 2 * (Long) each);
      }
      assertThat(call("twice", Simple.BIGINT, rows, column(Simple.BIGINT, values)))
          .isEqualTo(twins);
    }
  }

  @Test
  void constantIsAChildOfOneRow() {
    FieldVector constant = column(Simple.BIGINT, List.of(21L));
    assertThat(call("twice", Simple.BIGINT, 3, constant)).containsExactly(42L, 42L, 42L);
  }

  @Test
  void constantThatIsNullIsNotPassedToTheGuest() {
    List<@Nullable Object> nothing = new ArrayList<>();
    nothing.add(null);
    assertThat(call("trap", Simple.BIGINT, 2, column(Simple.BIGINT, nothing)))
        .containsExactly(null, null);
  }

  @Test
  void rowIsNullWhereAnArgumentIsWhateverTheGuestSays() {
    List<@Nullable Object> values = new ArrayList<>(List.of(1L, 2L));
    values.add(null);
    FieldVector column = column(Simple.BIGINT, values);
    assertThat(call("unmasked", Simple.BIGINT, 3, column)).containsExactly(1L, 2L, null);
  }

  @Test
  void batchIsPreferredToThePlainForm() {
    var signature = new FunctionSignature("echo", List.of(Simple.BIGINT), Simple.BIGINT);
    assertThat(ValueFunction.of(Guests.module("batch"), "echo", signature, Map.of()))
        .isInstanceOf(BatchFunction.class);
  }

  @Test
  void resultIsReleasedOnce() {
    FieldVector column = column(Simple.BIGINT, List.of(1L));
    int before = released();
    call("echo", Simple.BIGINT, 1, column);
    assertThat(released()).isEqualTo(before + 1);
    call("twice", Simple.BIGINT, 1, column);
    assertThat(released()).as("nothing to release").isEqualTo(before + 1);
  }

  private int released() {
    ScalarFunction released = Guests.function("batch", "released", Simple.INTEGER);
    BatchExpression call = evaluator.prepare(new KernelExpr.Call(released, List.of()));
    try (FieldVector result = call.evaluate(List.of(), 1)) {
      return ((Long) Columns.values(result).getFirst()).intValue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "field | 0  | 2       | has the length 2, not 3",
        "field | 0  | -1      | has the length -1, not 3",
        "field | 0  | 9223372036854775807 | has the length 9,223,372,036,854,775,807, not 3",
        "field | 8  | 4       | has 4 NULLs",
        "field | 8  | -2      | has -2 NULLs",
        "field | 8  | 1       | has 1 NULLs and no validity bitmap",
        "field | 16 | -1      | has the offset -1",
        "field | 16 | 9223372036854775807 | has the offset 9,223,372,036,854,775,807",
        "field | 16 | 1000000 | has a data buffer that is not within its memory",
        "field | 24 | 3       | has 3 buffers, not 2",
        "field | 24 | 0       | has 0 buffers, not 2",
        "field | 32 | 1       | has 1 children, not 0",
        "field | 40 | 0       | has no list of buffers",
        "field | 40 | -4      | has a list of buffers that is not within its memory",
        "field | 48 | 8       | has a dictionary",
        "pointer | 1 | 0      | has no data buffer",
        "pointer | 1 | -8     | has a data buffer that is not within its memory",
        "pointer | 0 | -1     | has a validity bitmap that is not within its memory",
        "pointer | 0 | 524287 | says that it has 0 NULLs, and its validity bitmap has 3",
      })
  void arrayOfNumbersIsChecked(String function, int at, long value, String message) {
    FieldVector column = column(Simple.BIGINT, List.of(1L, 2L, 3L));
    assertThat(corrupt(function, Simple.BIGINT, column, at, value, -1))
        .isEqualTo("the Arrow array of its result " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "content | 1 | -1     | has offsets that decrease from 0 to -1    | 0",
        "content | 1 | 100    | has offsets that decrease from 100 to 4   | 1",
        "content | 1 | 1      | has a string that is not UTF-8            | 0",
        "pointer | 1 | 0      | has no list of offsets                          | -1",
        "pointer | 1 | -16    | has a list of offsets that is not within its memory | -1",
        "pointer | 2 | 0      | has no data buffer                        | -1",
        "pointer | 2 | -2     | has a data buffer that is not within its memory | -1",
        "field   | 24 | 2     | has 2 buffers, not 3                      | -1",
      })
  void arrayOfStringsIsChecked(String function, int at, long value, String message, int row) {
    FieldVector column =
        column(Simple.VARCHAR, List.of(Bytes.utf8("é"), Bytes.utf8("ab"), Bytes.utf8("")));
    assertThat(corrupt(function, Simple.VARCHAR, column, at, value, row))
        .isEqualTo("the Arrow array of its result " + message);
  }

  @Test
  void decimalsAreWithinTheirDigits() {
    Decimal type = new Decimal(3, 1);
    FieldVector column = column(type, List.of(1L, 999L));
    assertThat(corrupt("content", type, column, 1, 1, 0))
        .isEqualTo("the Arrow array of its result has a value that DECIMAL(3, 1) can't hold");
  }

  @Test
  void releaseThatTrapsFailsTheBatch() {
    FieldVector column = column(Simple.BIGINT, List.of(1L));
    UdfException e = failure("field", Simple.BIGINT, column, at(52), value(2));
    assertThat(e.code()).isEqualTo(UdfErrorCode.TRAP_UNREACHABLE);
    assertWorks();
  }

  /// The release traps, which shows that it was called.
  @Test
  void resultThatIsWrongIsReleasedToo() {
    FieldVector column = column(Simple.BIGINT, List.of(1L));
    UdfException e = failure("wrong", Simple.BIGINT, column);
    assertThat(e.code()).isEqualTo(UdfErrorCode.INVALID_RESULT);
    assertThat(e.getSuppressed())
        .singleElement()
        .isInstanceOfSatisfying(
            UdfException.class,
            second -> assertThat(second.code()).isEqualTo(UdfErrorCode.TRAP_UNREACHABLE));
    assertWorks();
  }

  @ParameterizedTest
  @CsvSource({
    "3, TRAP_INDIRECT_CALL",
    "4, TRAP_INDIRECT_CALL",
    "99, TRAP_INDIRECT_CALL",
    "-1, TRAP_INDIRECT_CALL"
  })
  void releaseIsAFunctionOfTheTable(long place, UdfErrorCode code) {
    UdfException e =
        failure("field", Simple.BIGINT, column(Simple.BIGINT, List.of(1L)), at(52), value(place));
    assertThat(e.code()).isEqualTo(code);
    assertThat(e.function()).contains("field");
    assertWorks();
  }

  @ParameterizedTest
  @CsvSource({
    "refuse, GUEST_ERROR, no such batch",
    "silent, GUEST_ERROR, it failed with the code 7 and no message",
    "trap, TRAP_UNREACHABLE, unreachable"
  })
  void guestThatFailsFailsTheBatch(String name, UdfErrorCode code, String message) {
    UdfException e = failure(name, Simple.BIGINT, column(Simple.BIGINT, List.of(1L)));
    assertThat(e.code()).isEqualTo(code);
    assertThat(e.detail()).contains(message);
    assertThat(e.function()).contains(name);
    assertWorks();
  }

  @Test
  void batchHasTheFuelOfItsRows() {
    BatchFunction spin =
        new BatchFunction(
            Guests.module("batch"),
            "spin",
            new FunctionSignature("spin", List.of(Simple.BIGINT), Simple.BIGINT),
            Map.of(Limit.FUEL_ROW, 1000L));
    FieldVector column = column(Simple.BIGINT, List.of(1L, 2L, 3L));
    assertThatThrownBy(() -> evaluator.prepare(spin).evaluate(List.of(column), 3))
        .isInstanceOfSatisfying(
            UdfException.class,
            e -> {
              assertThat(e.code()).isEqualTo(UdfErrorCode.FUEL_EXHAUSTED);
              assertThat(e.detail())
                  .isEqualTo("it executed more than 3,000 instructions for 3 rows (fuel.row)");
            });
    assertWorks();
  }

  @Test
  void moduleIsCheckedWhenTheFunctionIsMade() {
    FunctionSignature signature = new FunctionSignature("f", List.of(Simple.BIGINT), Simple.BIGINT);
    assertThatThrownBy(() -> new BatchFunction(Guests.module("batch"), "typed", signature))
        .hasMessageContaining(
            "f(BIGINT) RETURNS BIGINT needs an export of type (i32, i32) -> i32, but 'typed__batch'"
                + " has the type (i32) -> i32");
    assertThatThrownBy(() -> new BatchFunction(Guests.module("batch"), "none", signature))
        .hasMessageContaining("the module exports no function 'none__batch'");
  }

  private String corrupt(
      String function, SqlType type, FieldVector column, int at, long value, int row) {
    UdfException e = failure(function, type, column, at(at), value(value));
    assertThat(e.code()).isEqualTo(UdfErrorCode.INVALID_RESULT);
    assertThat(e.row().orElse(-1)).isEqualTo(row);
    assertWorks();
    return e.detail();
  }

  private UdfException failure(String function, SqlType type, FieldVector... arguments) {
    try {
      List<@Nullable Object> values = call(function, type, arguments[0].getValueCount(), arguments);
      throw new AssertionError("no failure, but " + values);
    } catch (UdfException e) {
      return e;
    }
  }

  private void assertWorks() {
    List<Object> values = List.of(1L, 2L);
    assertThat(call("echo", Simple.BIGINT, 2, column(Simple.BIGINT, values))).isEqualTo(values);
  }

  private List<@Nullable Object> call(
      String name, SqlType type, int rows, FieldVector... arguments) {
    List<SqlType> types = new ArrayList<>(List.of(type));
    if (arguments.length > 1) {
      types.addAll(List.of(Simple.INTEGER, Simple.BIGINT));
    }
    BatchFunction function =
        new BatchFunction(Guests.module("batch"), name, new FunctionSignature(name, types, type));
    try (FieldVector result = evaluator.prepare(function).evaluate(List.of(arguments), rows)) {
      assertThat(rows == 0 || memory.contains(result.getDataBuffer())).isTrue();
      return Columns.values(result);
    }
  }

  private FieldVector at(long value) {
    return column(Simple.INTEGER, List.of(value));
  }

  private FieldVector value(long value) {
    return column(Simple.BIGINT, List.of(value));
  }

  private FieldVector column(SqlType type, List<? extends @Nullable Object> values) {
    FieldVector column = Columns.of(type, values, memory.allocator());
    columns.add(column);
    return column;
  }
}
