package org.wasmudf.arrow;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.arrow.NestedType.Array;
import org.wasmudf.arrow.NestedType.Part;
import org.wasmudf.arrow.NestedType.Row;
import org.wasmudf.arrow.SqlType.Decimal;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.arrow.SqlType.WideDecimal;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.limit.Limit;

/// ARRAY, ROW and MAP: what goes into a guest and comes out, and that nothing in it is taken for
/// granted, however deep.
class NestedTypesTest {
  private static final int DEEPEST = 4;
  private static final Array NUMBERS = new Array(Simple.INTEGER);
  private static final Array STRINGS = new Array(Simple.VARCHAR);
  private static final Row ROW =
      new Row(List.of(new Part("x", Simple.INTEGER), new Part("s", Simple.VARCHAR)));
  private static final NestedType.Map MAP = new NestedType.Map(Simple.INTEGER, Simple.VARCHAR);

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
  @ValueSource(ints = {0, 1, 7, 63, 64, 65, 1000})
  void randomTypesComeBackAsTheyWent(int rows) {
    for (int seed = 0; seed < 12; seed++) {
      Random random = new Random(rows * 100L + seed);
      NestedType type = nested(DEEPEST, random);
      for (Columns.Nulls outer : Columns.Nulls.values()) {
        for (Columns.Nulls inner : Columns.Nulls.values()) {
          List<@Nullable Object> values = values(type, outer, inner, rows, random);
          assertThat(call("echo", type, rows, column(type, values)))
              .as("seed %d, %s, NULLs: %s, and inside: %s", seed, type, outer, inner)
              .isEqualTo(values);
        }
      }
    }
  }

  @Test
  void fullBatchComesBackAsItWent() {
    Row type = new Row(List.of(new Part("m", MAP), new Part("a", new Array(STRINGS))));
    List<@Nullable Object> values =
        values(type, Columns.Nulls.SOME, Columns.Nulls.SOME, 8192, new Random(1));
    assertThat(call("echo", type, 8192, column(type, values))).isEqualTo(values);
  }

  private static List<@Nullable Object> values(
      SqlType type, Columns.Nulls outer, Columns.Nulls inner, int rows, Random random) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Object each : Columns.random(Simple.BOOLEAN, outer, rows, random)) {
      values.add(each == null ? null : Columns.value(type, inner, random));
    }
    return values;
  }

  private static NestedType nested(int depth, Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> new Array(any(depth - 1, random));
      case 1 -> {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
          parts.add(new Part("f" + i, any(depth - 1, random)));
        }
        yield new Row(parts);
      }
      default -> new NestedType.Map(any(depth - 1, random), any(depth - 1, random));
    };
  }

  private static SqlType any(int depth, Random random) {
    return depth == 0 || random.nextInt(3) == 0
        ? Columns.TYPES.get(random.nextInt(Columns.TYPES.size()))
        : nested(depth, random);
  }

  /// Columns that are a part of another one, as it lies there: what is inside doesn't begin at 0.
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 13})
  void partOfAColumnIsPassed(int start) {
    Random random = new Random(start);
    for (SqlType leaf : Columns.TYPES) {
      Row row =
          new Row(
              List.of(
                  new Part("a", new Array(leaf)), new Part("m", new NestedType.Map(leaf, leaf))));
      List<@Nullable Object> values =
          values(new Array(row), Columns.Nulls.SOME, Columns.Nulls.SOME, 40, random);
      var lists = (ListVector) column(new Array(row), values);
      FieldVector rest = without(lists, start);
      assertThat(call("echo", new Array(row), 40 - start, rest))
          .as(leaf.toString())
          .isEqualTo(values.subList(start, 40));
    }
  }

  /// The offsets of what is left begin in the middle of the elements.
  private FieldVector without(ListVector lists, int start) {
    TransferPair pair = lists.getTransferPair(memory.allocator());
    pair.splitAndTransfer(0, lists.getValueCount());
    var rest = (ListVector) pair.getTo();
    columns.add(rest);
    int rows = lists.getValueCount() - start;
    for (int row = 0; row <= rows; row++) {
      rest.getOffsetBuffer().setInt(row * 4L, lists.getOffsetBuffer().getInt((row + start) * 4L));
    }
    for (int row = 0; row < rows; row++) {
      boolean isNull = lists.isNull(row + start);
      int at = row >> 3;
      int bit = 1 << (row & 7);
      int old = rest.getValidityBuffer().getByte(at);
      rest.getValidityBuffer().setByte(at, isNull ? old & ~bit : old | bit);
    }
    rest.getDataVector().setValueCount(lists.getDataVector().getValueCount());
    return rest;
  }

  @Test
  void namesOfFieldsDontMatter() {
    Row other = new Row(List.of(new Part("a", Simple.INTEGER), new Part("b", Simple.VARCHAR)));
    List<Object> values = List.of(List.of(1L, Bytes.utf8("one")));
    FieldVector column = column(other, values);
    BatchFunction function = function("echo", List.of(ROW), ROW, Map.of());
    try (FieldVector result = evaluator.prepare(function).evaluate(List.of(column), 1)) {
      assertThat(Columns.values(result)).isEqualTo(values);
      assertThat(result.getField().getChildren().getFirst().getName()).isEqualTo("x");
    }
  }

  @Test
  void columnOfAnotherShapeIsRefused() {
    BatchFunction function = function("echo", List.of(NUMBERS), NUMBERS, Map.of());
    for (SqlType each : List.of(STRINGS, ROW, MAP, Simple.INTEGER)) {
      FieldVector column = column(each, Collections.nCopies(1, null));
      assertThatThrownBy(() -> evaluator.prepare(function).evaluate(List.of(column), 1))
          .as(each.toString())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected");
    }
  }

  @Test
  void constantIsAChildOfOneRow() {
    FieldVector constant = column(NUMBERS, List.of(List.of(1L, 2L)));
    BatchFunction function = function("constant", List.of(NUMBERS), Simple.BOOLEAN, Map.of());
    try (FieldVector result = evaluator.prepare(function).evaluate(List.of(constant), 3)) {
      assertThat(Columns.values(result)).containsExactly(true, true, true);
    }
  }

  @Test
  void nullOfTheArgumentHidesWhateverIsReturned() {
    List<@Nullable Object> values = Arrays.asList(List.of(1L), null, List.of(2L, 3L));
    assertThat(call("echo", NUMBERS, 3, column(NUMBERS, values))).isEqualTo(values);
  }

  @Test
  void resultIsReleasedOnceAlsoWhenItIsWrong() {
    int before = released();
    call("echo", MAP, 1, column(MAP, List.of(List.of())));
    assertThat(released()).isEqualTo(before + 1);
    assertThatThrownBy(() -> corrupt("field", NUMBERS, numbers(), 1, 0, 1))
        .isInstanceOf(UdfException.class);
    // The instance that failed is gone, and has released, or there would be a suppressed failure.
    assertWorks();
  }

  private int released() {
    ScalarFunction released = Guests.function("nested", "released", Simple.INTEGER);
    BatchExpression call = evaluator.prepare(new KernelExpr.Call(released, List.of()));
    try (FieldVector result = call.evaluate(List.of(), 1)) {
      return ((Long) Columns.values(result).getFirst()).intValue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "field   | 0 | 32 | 0          | result has 0 children, not 1                            |"
            + " -1",
        "field   | 0 | 32 | 2          | result has 2 children, not 1                            |"
            + " -1",
        "field   | 0 | 24 | 3          | result has 3 buffers, not 2                             |"
            + " -1",
        "field   | 0 | 44 | 0          | result has no list of children                          |"
            + " -1",
        "field   | 0 | 44 | -2         | result has a list of children that is not within its"
            + " memory | -1",
        "family  | 0 | 0  | 0          | result.element has no ArrowArray                        |"
            + " -1",
        "family  | 0 | 0  | -60        | result.element has a ArrowArray that is not within its"
            + " memory | -1",
        "field   | 1 | 0  | 2          | result.element has the length 2, less than 3            |"
            + " -1",
        "field   | 1 | 0  | -1         | result.element has the length -1, less than 3           |"
            + " -1",
        "field   | 1 | 0  | 2147483648 | result.element has the length 2,147,483,648             |"
            + " -1",
        "field   | 1 | 8  | 4          | result.element has 4 NULLs                              |"
            + " -1",
        "field   | 1 | 8  | 1          | result.element has 1 NULLs and no validity bitmap       |"
            + " -1",
        "field   | 1 | 16 | -1         | result.element has the offset -1                        |"
            + " -1",
        "field   | 1 | 16 | 10000000   | result.element has a data buffer that is not within its"
            + " memory | -1",
        "field   | 1 | 24 | 1          | result.element has 1 buffers, not 2                     |"
            + " -1",
        "field   | 1 | 32 | 1          | result.element has 1 children, not 0                    |"
            + " -1",
        "field   | 1 | 48 | 8          | result.element has a dictionary                         |"
            + " -1",
        "pointer | 0 | 1  | 0          | result has no list of offsets                           |"
            + " -1",
        "pointer | 0 | 1  | -8         | result has a list of offsets that is not within its memory"
            + " | -1",
        "pointer | 0 | 0  | -1         | result has a validity bitmap that is not within its memory"
            + " | -1",
        "content | 0 | 1  | -1         | result has offsets that decrease from 0 to -1           |"
            + " 0",
        "content | 0 | 1  | 9          | result has offsets that decrease from 9 to 3            |"
            + " 1",
        "pointer | 1 | 1  | 0          | result.element has no data buffer                       |"
            + " -1",
      })
  void arrayIsChecked(String function, int steps, int at, long value, String message, int row) {
    assertInvalid(function, NUMBERS, numbers(), steps, at, value, message, row);
  }

  private FieldVector numbers() {
    return column(NUMBERS, List.of(List.of(1L, 2L), List.of(3L)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "field   | 0 | 32 | 1  | result has 1 children, not 2                 | -1",
        "field   | 0 | 24 | 2  | result has 2 buffers, not 1                  | -1",
        "field   | 0 | 16 | 1  | result.x has the length 2, less than 3       | -1",
        "family  | 0 | 1  | -1 | result.s has a ArrowArray that is not within its memory | -1",
        "field   | 1 | 0  | 1  | result.x has the length 1, less than 2       | -1",
      })
  void rowIsChecked(String function, int steps, int at, long value, String message, int row) {
    FieldVector column =
        column(ROW, List.of(List.of(1L, Bytes.utf8("a")), List.of(2L, Bytes.utf8("b"))));
    assertInvalid(function, ROW, column, steps, at, value, message, row);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "validity | 2 | 0 | 0 | result.entries.key has a NULL, where none may be | 0",
        "validity | 1 | 0 | 0 | result.entries has a NULL, where none may be     | 0",
        "field    | 1 | 32 | 1 | result.entries has 1 children, not 2         | -1",
        "field    | 1 | 24 | 2 | result.entries has 2 buffers, not 1          | -1",
        "field    | 2 | 0 | 1 | result.entries.key has the length 1, less than 2 | -1",
      })
  void mapIsChecked(String function, int steps, int at, long value, String message, int row) {
    FieldVector column =
        column(
            MAP,
            List.of(List.of(List.of(1L, Bytes.utf8("a"))), List.of(List.of(2L, Bytes.utf8("b")))));
    assertInvalid(function, MAP, column, steps, at, value, message, row);
  }

  /// The row is the batch's, and not the element's.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | -1 | result.element has offsets that decrease from 1 to -1 | 1",
        "2 | -1 | result.element has a string that is not UTF-8         | 1",
      })
  void stringsInsideAreChecked(int at, long value, String message, int row) {
    FieldVector column =
        column(
            STRINGS,
            Arrays.asList(
                List.of(),
                List.of(Bytes.utf8("a"), Bytes.utf8("bcdefgh")),
                List.of(Bytes.utf8("i"))));
    if (at == 1) {
      // The second offset of the elements is that behind the first one.
      assertInvalid(
          "content", STRINGS, column, 1, at, value, message.replace("from 1", "from 0"), row);
    } else {
      assertInvalid("content", STRINGS, column, 1, at, value, message, row);
    }
  }

  @Test
  void digitsInsideAreChecked() {
    Array decimals = new Array(new Decimal(3, 1));
    FieldVector column = column(decimals, List.of(List.of(), List.of(1L, 999L)));
    assertInvalid(
        "content",
        decimals,
        column,
        1,
        1,
        1,
        "result.element has a value that DECIMAL(3, 1) can't hold",
        1);
    Array wide = new Array(new WideDecimal(19, 0));
    FieldVector wides = column(wide, List.of(List.of(new java.math.BigInteger("9".repeat(19)))));
    assertInvalid(
        "content",
        wide,
        wides,
        1,
        1,
        -1,
        "result.element has a value that DECIMAL(19, 0) can't hold",
        0);
  }

  @Test
  void lengthsInsideAreKept() {
    Array chars = new Array(Simple.VARCHAR, new StringLength(2, true));
    assertThat(
            call(
                "echo",
                STRINGS,
                chars,
                column(STRINGS, List.of(List.of(Bytes.utf8("a"), Bytes.utf8("bc   "))))))
        .containsExactly(List.of(Bytes.utf8("a "), Bytes.utf8("bc")));
    FieldVector longer =
        column(STRINGS, List.of(List.of(), List.of(Bytes.utf8("ab"), Bytes.utf8("abc"))));
    assertThatThrownBy(() -> call("echo", STRINGS, chars, longer))
        .isInstanceOfSatisfying(UdfException.class, e -> assertThat(e.row()).hasValue(1))
        .hasMessageContaining("it returned a value that is longer than its type allows");
    assertWorks();
  }

  /// Under a NULL there may be anything.
  @Test
  void whatLiesUnderANullIsNotLookedAt() {
    Row outer = new Row(List.of(new Part("s", new Array(Simple.VARCHAR))));
    List<@Nullable Object> values = new ArrayList<>();
    values.add(List.of(List.of(Bytes.utf8("\u00e9"))));
    values.add(List.of(List.of(Bytes.utf8("ok"))));
    FieldVector column = column(outer, values);
    List<@Nullable Object> expected = Arrays.asList(null, values.get(1));
    assertThat(corrupt("validity", outer, column, 0, 0, 0)).isEqualTo(expected);
    var struct = (StructVector) column(outer, values);
    FieldVector strings = ((ListVector) struct.getChildrenFromFields().getFirst()).getDataVector();
    strings.getDataBuffer().setByte(0, 0xff);
    assertThat(corrupt("validity", outer, struct, 0, 0, 0)).isEqualTo(expected);
    assertThatThrownBy(() -> call("echo", outer, 2, struct)).hasMessageContaining("not UTF-8");
  }

  @Test
  void elementsMayBeginAnywhere() {
    List<@Nullable Object> shifted = corrupt("field", NUMBERS, numbers(), 1, 16, 1);
    assertThat(shifted.getFirst()).isEqualTo(List.of(2L, 3L));
  }

  @Test
  void bytesOfAllThatIsInsideAreLimited() {
    FieldVector column = column(Simple.INTEGER, Collections.nCopies(8, 1L));
    Array bits = new Array(Simple.BOOLEAN);
    BatchFunction narrow =
        function("bomb", List.of(Simple.INTEGER), bits, Map.of(Limit.OUTPUT_BYTES, 50_000L));
    assertThatThrownBy(() -> evaluator.prepare(narrow).evaluateSome(List.of(column), 8))
        .isInstanceOfSatisfying(
            UdfException.class,
            e -> {
              assertThat(e.code()).isEqualTo(UdfErrorCode.OUTPUT_LIMIT);
              assertThat(e.detail())
                  .isEqualTo("it returned arrays of more than 50,000 bytes (output.bytes)");
              assertThat(e.exceededLimit().orElseThrow().key()).isEqualTo("output.bytes");
            });
    // How many rows share a call is the host's choice.
    BatchFunction wide =
        function("bomb", List.of(Simple.INTEGER), bits, Map.of(Limit.OUTPUT_BYTES, 250_000L));
    try (FieldVector some = evaluator.prepare(wide).evaluateSome(List.of(column), 8)) {
      assertThat(some.getValueCount()).isEqualTo(2);
      assertThat((List<?>) Columns.values(some).getFirst()).hasSize(400_000);
    }
    assertWorks();
  }

  @Test
  void longStringInsideIsRefusedWithItsRow() {
    FieldVector column =
        column(STRINGS, List.of(List.of(), List.of(Bytes.utf8("12345"), Bytes.utf8("123456"))));
    BatchFunction function =
        function("echo", List.of(STRINGS), STRINGS, Map.of(Limit.VALUE_BYTES, 5L));
    assertThatThrownBy(() -> evaluator.prepare(function).evaluateSome(List.of(column), 2))
        .isInstanceOfSatisfying(
            UdfException.class,
            e -> {
              assertThat(e.code()).isEqualTo(UdfErrorCode.OUTPUT_LIMIT);
              assertThat(e.row()).hasValue(1);
            })
        .hasMessageContaining("it returned a value of 6 bytes, more than 5 (value.bytes)");
    assertWorks();
  }

  @Test
  void tableFunctionGivesThem() {
    Row x = new Row(List.of(new Part("x", Simple.INTEGER)));
    TableFunction pairs = pairs(List.of(), x, Map.of());
    try (TableUdf udf = TableUdf.of(pairs, memory);
        TableRows rows = udf.open(List.of(column(Simple.INTEGER, List.of(2L))));
        VectorSchemaRoot batch = requireNonNull(rows.next())) {
      assertThat(Columns.values(batch.getVector("half")))
          .containsExactly(List.of(), List.of(2L, 3L), List.of(4L, 5L, 6L));
      assertThat(Columns.values(batch.getVector("n")))
          .containsExactly(List.of(1L), List.of(2L), List.of(3L));
    }
    TableFunction limited = pairs(List.of(), x, Map.of(Limit.OUTPUT_BYTES, 50L));
    try (TableUdf udf = TableUdf.of(limited, memory);
        TableRows rows = udf.open(List.of(column(Simple.INTEGER, List.of(2L))))) {
      assertThatThrownBy(rows::next).hasMessageContaining("(output.bytes)");
    }
  }

  private static TableFunction pairs(List<SqlType> more, SqlType type, Map<Limit, Long> limits) {
    List<SqlType> parameters = new ArrayList<>(List.of(Simple.INTEGER));
    parameters.addAll(more);
    return new TableFunction(
        Guests.module("nested"),
        "pairs",
        new TableSignature(
            "pairs",
            parameters,
            List.of(
                new TableSignature.Column("half", NUMBERS), new TableSignature.Column("n", type))),
        limits);
  }

  @Test
  void onlyFunctionsForBatchesTakeThem() {
    FunctionSignature signature = new FunctionSignature("f", List.of(NUMBERS), Simple.INTEGER);
    assertThatThrownBy(
            () -> ValueFunction.of(Guests.module("plain"), "id_i32", signature, Map.of()))
        .isInstanceOfSatisfying(
            UdfException.class,
            e -> assertThat(e.code()).isEqualTo(UdfErrorCode.SIGNATURE_MISMATCH))
        .hasMessage(
            "f(INTEGER ARRAY) RETURNS INTEGER has INTEGER ARRAY, which only functions for batches"
                + " have: export 'id_i32__batch', see the guest ABI");
    assertThatThrownBy(() -> new AggregateFunction(Guests.module("aggregates"), "sum", signature))
        .hasMessageContaining("has INTEGER ARRAY, which only functions for batches have");
    assertThatThrownBy(() -> pairs(List.of(MAP), ROW, Map.of()))
        .hasMessageContaining("has MAP<INTEGER, VARCHAR>, which only functions for batches have");
  }

  @Test
  void typesAreCheckedWhenTheyAreMade() {
    SqlType deep = Simple.INTEGER;
    for (int i = 0; i < NestedType.MAX_DEPTH; i++) {
      deep = i % 2 == 0 ? new NestedType.Map(Simple.INTEGER, deep) : new Array(deep);
    }
    SqlType deepest = deep;
    assertThatThrownBy(() -> new Array(deepest))
        .hasMessage("ARRAY, ROW and MAP are inside each other more than 8 deep");
    assertThatThrownBy(() -> new NestedType.Map(deepest, Simple.INTEGER))
        .hasMessageContaining("8 deep");
    assertThatThrownBy(() -> new Row(List.of())).hasMessage("a ROW has 0 fields, not 1 to 1000");
    assertThatThrownBy(
            () -> new Row(List.of(new Part("a", Simple.DATE), new Part("a", Simple.DATE))))
        .hasMessage("a ROW has two fields 'a'");
    List<@Nullable Object> values =
        values(deepest, Columns.Nulls.SOME, Columns.Nulls.SOME, 9, new Random(3));
    assertThat(call("echo", deepest, 9, column(deepest, values))).isEqualTo(values);
  }

  @Test
  void fieldsTellTheirType() {
    for (SqlType each : List.of(NUMBERS, ROW, MAP, new Array(new Array(new Decimal(5, 2))))) {
      assertThat(SqlType.of(each.field("c"))).isEqualTo(each);
    }
  }

  private void assertInvalid(
      String function,
      SqlType type,
      FieldVector column,
      int steps,
      int at,
      long value,
      String message,
      int row) {
    assertThatThrownBy(() -> corrupt(function, type, column, steps, at, value))
        .isInstanceOfSatisfying(
            UdfException.class,
            e -> {
              assertThat(e.code()).isEqualTo(UdfErrorCode.INVALID_RESULT);
              assertThat(e.detail()).isEqualTo("the Arrow array of its " + message);
              assertThat(e.row().orElse(-1)).isEqualTo(row);
              assertThat(e.getSuppressed()).isEmpty();
            });
    assertWorks();
  }

  private List<@Nullable Object> corrupt(
      String function, SqlType type, FieldVector column, int steps, int at, long value) {
    BatchFunction corrupt =
        function(
            function, List.of(type, Simple.INTEGER, Simple.INTEGER, Simple.BIGINT), type, Map.of());
    List<FieldVector> arguments =
        List.of(
            column,
            column(Simple.INTEGER, List.of((long) steps)),
            column(Simple.INTEGER, List.of((long) at)),
            column(Simple.BIGINT, List.of(value)));
    try (FieldVector result =
        evaluator.prepare(corrupt).evaluate(arguments, column.getValueCount())) {
      return Columns.values(result);
    }
  }

  private void assertWorks() {
    List<Object> values = List.of(List.of(1L, 2L), List.of());
    assertThat(call("echo", NUMBERS, 2, column(NUMBERS, values))).isEqualTo(values);
  }

  private List<@Nullable Object> call(String name, SqlType type, int rows, FieldVector argument) {
    try (FieldVector result =
        evaluator
            .prepare(function(name, List.of(type), type, Map.of()))
            .evaluate(List.of(argument), rows)) {
      return Columns.values(result);
    }
  }

  private List<@Nullable Object> call(
      String name, SqlType type, SqlType result, FieldVector argument) {
    try (FieldVector returned =
        evaluator
            .prepare(function(name, List.of(type), result, Map.of()))
            .evaluate(List.of(argument), argument.getValueCount())) {
      return Columns.values(returned);
    }
  }

  private static BatchFunction function(
      String name, List<SqlType> parameters, SqlType result, Map<Limit, Long> limits) {
    return new BatchFunction(
        Guests.module("nested"), name, new FunctionSignature(name, parameters, result), limits);
  }

  private FieldVector column(SqlType type, List<? extends @Nullable Object> values) {
    FieldVector column = Columns.of(type, values, memory.allocator());
    columns.add(column);
    return column;
  }
}
