package org.wasmudf.arrow;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmudf.arrow.Columns.Nulls;
import org.wasmudf.arrow.DocumentedTypes.Cell;
import org.wasmudf.arrow.DocumentedTypes.Place;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;

/// Every type in every place of every kind of function is what the page on the guest ABI says.
///
/// A guest that gets values returns the bytes that it sees, and one that returns values makes them
/// of bytes; which of the guest's functions is called for a cell depends on what stands there. Java
/// says what the bytes are.
class EveryPlaceTest {
  private static final long SEED = 4;
  private static final int[] SIZES = {0, 1, 63, 64, 65, 8192, 8193};

  private static final Map<String, String> ARGUMENTS =
      Map.of(
          "i32", "i32",
          "i64", "i64",
          "f32", "f32",
          "f64", "f64",
          "i64, i64", "wide",
          "i32, i32", "bytes");

  private static final Map<String, String> RESULTS =
      Map.of(
          "i32", "i32",
          "i64", "i64",
          "f32", "f32",
          "f64", "f64",
          "i32 pointer", "wide",
          "i64 pointer and length", "bytes");

  private static final Map<String, String> COLUMNS =
      Map.ofEntries(
          Map.entry("Bool", "bit"),
          Map.entry("Int8", "int8"),
          Map.entry("Int16", "int16"),
          Map.entry("Int32", "int32"),
          Map.entry("Int64", "int64"),
          Map.entry("Float32", "float32"),
          Map.entry("Float64", "float64"),
          Map.entry("Decimal64", "int64"),
          Map.entry("Decimal128", "int128"),
          Map.entry("Date32", "int32"),
          Map.entry("Time64", "int64"),
          Map.entry("Timestamp", "int64"),
          Map.entry("Duration", "int64"),
          Map.entry("IntervalYear", "int32"),
          Map.entry("Utf8", "strings"),
          Map.entry("Binary", "strings"));

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
  private final Random random = new Random(SEED);

  @AfterEach
  void nothingLeaks() {
    memory.close();
  }

  @Test
  void tableHasEveryTypeAndEveryPlace() {
    List<List<String>> lines = DocumentedTypes.lines();
    assertThat(lines.getFirst()).isEqualTo(DocumentedTypes.titles());
    assertThat(lines.stream().skip(1).map(List::getFirst))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(DocumentedTypes.TYPES, DocumentedTypes.NESTED)
                .flatMap(each -> each.keySet().stream())
                .toList());
    assertThat(lines).allSatisfy(line -> assertThat(line).hasSameSizeAs(lines.getFirst()));
    assertThat(DocumentedTypes.TYPES.values().stream().flatMap(Collection::stream))
        .containsExactlyInAnyOrderElementsOf(Columns.TYPES)
        .contains(Simple.values());
  }

  static Stream<Cell> cells() {
    return DocumentedTypes.cells();
  }

  static Stream<Cell> columns() {
    return cells().filter(each -> each.place().isColumn());
  }

  static Stream<Cell> tables() {
    return cells().filter(each -> Kind.of(each.place()) == Kind.TABLE);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void valuesAreWhatThePageSays(Cell cell) {
    Function function = Function.of(cell);
    for (Nulls nulls : Nulls.values()) {
      for (int rows : SIZES) {
        List<@Nullable Object> values =
            function.kind() == Kind.TABLE
                ? Columns.random(cell.type(), Nulls.NONE, 2, random)
                : Columns.random(cell.type(), nulls, rows, random);
        List<@Nullable Object> bytes = values.stream().map(function::bytes).toList();
        boolean sees = cell.place().isArgument();
        assertThat(call(function, sees ? values : bytes, rows, nulls))
            .as("%d rows, NULLs: %s, seed %d", rows, nulls, SEED)
            .isEqualTo(expected(function.kind(), sees ? bytes : values, rows, nulls));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("columns")
  void columnsHaveTheArrowTypeThatThePageSays(Cell cell) {
    assertThat(cell.says()).isEqualTo(arrowName(cell.type()));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void tablesOfNullHaveNoRows(Cell cell) {
    Function function = Function.of(cell);
    List<@Nullable Object> values = Columns.random(function.parameter(), Nulls.NONE, 2, random);
    for (int isNull = 1; isNull < 4; isNull++) {
      List<@Nullable Object> arguments = new ArrayList<>(values);
      for (int i = 0; i < 2; i++) {
        if ((isNull >> i & 1) == 1) {
          arguments.set(i, null);
        }
      }
      assertThat(call(function, arguments, 5, Nulls.NONE)).isEmpty();
    }
  }

  private static final String REFUSED = "refused";

  static Stream<Cell> refused() {
    return DocumentedTypes.nestedCells().filter(each -> each.says().equals(REFUSED));
  }

  static Stream<Cell> nested() {
    return DocumentedTypes.nestedCells().filter(each -> !each.says().equals(REFUSED));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatThePageCallsRefusedIs(Cell cell) {
    boolean sees = cell.place().isArgument();
    WasmModule module = Guests.module("places");
    SqlType parameter = sees ? cell.type() : Simple.INTEGER;
    SqlType result = sees ? Simple.INTEGER : cell.type();
    String name = sees ? "sees_i32" : "makes_i32";
    var signature = new FunctionSignature(name, List.of(parameter), result);
    var table =
        new TableSignature(
            name, List.of(parameter), List.of(new TableSignature.Column("c", result)));
    assertThatThrownBy(
            () -> {
              switch (Kind.of(cell.place())) {
                case PLAIN -> new ScalarFunction(module, name, signature);
                case BATCH -> new BatchFunction(module, name, signature);
                case AGGREGATE -> new AggregateFunction(module, name, signature);
                case TABLE -> new TableFunction(module, name, table);
              }
            })
        .isInstanceOfSatisfying(
            UdfException.class,
            e -> assertThat(e.code()).isEqualTo(UdfErrorCode.SIGNATURE_MISMATCH))
        .hasMessageContaining("has " + cell.type());
  }

  @ParameterizedTest
  @MethodSource("nested")
  void nestedColumnsAreWhatThePageSays(Cell cell) {
    assertThat(cell.says()).isEqualTo(arrowName(cell.type()));
    WasmModule module = Guests.module("nested");
    switch (cell.place()) {
      case BATCH_ARGUMENT, BATCH_RESULT -> {
        var echo =
            new BatchFunction(
                module, "echo", new FunctionSignature("echo", List.of(cell.type()), cell.type()));
        try (BatchUdf udf = BatchUdf.of(echo, memory)) {
          for (Nulls nulls : Nulls.values()) {
            for (int rows : SIZES) {
              List<@Nullable Object> values = Columns.random(cell.type(), nulls, rows, random);
              try (FieldVector column = Columns.of(cell.type(), values, memory.allocator());
                  FieldVector result = udf.call(List.of(column), rows)) {
                assertThat(Columns.values(result)).as("seed %d", SEED).isEqualTo(values);
              }
            }
          }
        }
      }
      case TABLE_ROWS ->
          assertThat(nestedRows(module, cell.type())).isEqualTo(numbers(cell.type()));
      case PLAIN_ARGUMENT, PLAIN_RESULT, AGGREGATE_UPDATE, AGGREGATE_FINISH, TABLE_OPEN ->
          throw new AssertionError(cell + " is " + cell.says());
    }
  }

  private List<@Nullable Object> nestedRows(WasmModule module, SqlType type) {
    boolean isMap = type instanceof NestedType.Map;
    String name = isMap ? "maps" : "pairs";
    List<SqlType> columns =
        isMap
            ? List.of(type)
            : List.of(
                requireNonNull(DocumentedTypes.NESTED.get("ARRAY")),
                requireNonNull(DocumentedTypes.NESTED.get("ROW")));
    var signature =
        new TableSignature(
            name,
            List.of(Simple.INTEGER),
            columns.stream()
                .map(each -> new TableSignature.Column(each.toString(), each))
                .toList());
    try (TableUdf udf = TableUdf.of(new TableFunction(module, name, signature), memory);
        FieldVector once = Columns.of(Simple.INTEGER, List.of(1L), memory.allocator());
        TableRows read = udf.open(List.of(once));
        VectorSchemaRoot batch = requireNonNull(read.next())) {
      return Columns.values(batch.getVector(type.toString()));
    }
  }

  /// What the table functions of the guest `nested` return.
  private static List<Object> numbers(SqlType type) {
    return switch (type) {
      case NestedType.Array _ -> List.of(List.of(), List.of(2L, 3L), List.of(4L, 5L, 6L));
      case NestedType.Row _ -> List.of(List.of(1L), List.of(2L), List.of(3L));
      case NestedType.Map _ ->
          List.of(
              List.of(),
              List.of(List.of(2L, 2L), List.of(3L, 3L)),
              List.of(List.of(4L, 4L), List.of(5L, 5L), List.of(6L, 6L)));
      default -> throw new IllegalArgumentException(type.toString());
    };
  }

  private enum Kind {
    PLAIN,
    BATCH,
    AGGREGATE,
    TABLE;

    static Kind of(Place place) {
      return switch (place) {
        case PLAIN_ARGUMENT, PLAIN_RESULT -> PLAIN;
        case BATCH_ARGUMENT, BATCH_RESULT -> BATCH;
        case AGGREGATE_UPDATE, AGGREGATE_FINISH -> AGGREGATE;
        case TABLE_OPEN, TABLE_ROWS -> TABLE;
      };
    }
  }

  /// The function of the guest `places` that a cell is about.
  private record Function(Kind kind, String form, String name, SqlType parameter, SqlType result) {
    static Function of(Cell cell) {
      Map<String, String> forms =
          cell.place().isColumn() ? COLUMNS : cell.place().isArgument() ? ARGUMENTS : RESULTS;
      String form = requireNonNull(forms.get(cell.says()), () -> cell + " is " + cell.says());
      Kind kind = Kind.of(cell.place());
      return cell.place().isArgument()
          ? new Function(kind, form, "sees_" + form, cell.type(), Simple.VARBINARY)
          : new Function(kind, form, "makes_" + form, Simple.VARBINARY, cell.type());
    }

    FunctionSignature signature() {
      return new FunctionSignature(name, List.of(parameter), result);
    }

    TableSignature tableSignature() {
      return new TableSignature(
          name,
          List.of(parameter, parameter, Simple.INTEGER, Simple.INTEGER),
          List.of(new TableSignature.Column("c", result)));
    }

    /// A value's bytes in the function's form.
    @Nullable Object bytes(@Nullable Object value) {
      return switch (value) {
        case null -> null;
        case Bytes bytes -> bytes;
        case Boolean bool -> number(bool ? BigInteger.ONE : BigInteger.ZERO);
        case Long number -> number(BigInteger.valueOf(number));
        case BigInteger number -> number(number);
        case Double real ->
            number(
                BigInteger.valueOf(
                    width() == Float.BYTES
                        ? Float.floatToRawIntBits(real.floatValue())
                        : Double.doubleToRawLongBits(real)));
        default -> throw new IllegalArgumentException(value.toString());
      };
    }

    private Bytes number(BigInteger number) {
      byte[] littleEndian = new byte[width()];
      for (int i = 0; i < littleEndian.length; i++) {
        littleEndian[i] = number.shiftRight(i * Byte.SIZE).byteValue();
      }
      return Bytes.of(littleEndian);
    }

    private int width() {
      return switch (form) {
        case "bit", "int8" -> 1;
        case "int16" -> 2;
        case "i32", "f32", "int32", "float32" -> 4;
        case "i64", "f64", "int64", "float64" -> 8;
        case "wide", "int128" -> 16;
        default -> throw new IllegalArgumentException(form);
      };
    }
  }

  private List<@Nullable Object> call(
      Function function, List<@Nullable Object> values, int rows, Nulls nulls) {
    WasmModule module = Guests.module("places");
    try (FieldVector column = Columns.of(function.parameter(), values, memory.allocator())) {
      return switch (function.kind()) {
        case PLAIN -> {
          var scalar = new ScalarFunction(module, function.name(), function.signature());
          try (ScalarUdf udf = ScalarUdf.of(scalar, memory);
              FieldVector result = udf.call(List.of(column), rows)) {
            yield Columns.values(result);
          }
        }
        case BATCH -> {
          var batch = new BatchFunction(module, function.name(), function.signature());
          try (BatchUdf udf = BatchUdf.of(batch, memory);
              FieldVector result = udf.call(List.of(column), rows)) {
            yield Columns.values(result);
          }
        }
        case AGGREGATE -> aggregate(function, module, values, column);
        case TABLE -> table(function, module, values, rows, nulls);
      };
    }
  }

  /// A group for each row, which takes in the row of the same place from the end first.
  private List<@Nullable Object> aggregate(
      Function function, WasmModule module, List<@Nullable Object> values, FieldVector column) {
    var last = new AggregateFunction(module, function.name(), function.signature());
    int rows = values.size();
    try (AggregateUdf udf = AggregateUdf.of(last, memory);
        FieldVector reversed =
            Columns.of(function.parameter(), values.reversed(), memory.allocator())) {
      udf.reserve(rows);
      int[] groups = IntStream.range(0, rows).toArray();
      udf.update(groups, List.of(reversed), rows, null);
      udf.update(groups, List.of(column), rows, null);
      try (FieldVector result = udf.finish(0, rows)) {
        return Columns.values(result);
      }
    }
  }

  private List<@Nullable Object> table(
      Function function, WasmModule module, List<@Nullable Object> values, int rows, Nulls nulls) {
    var table = new TableFunction(module, function.name(), function.tableSignature());
    List<@Nullable Object> result = new ArrayList<>();
    try (TableUdf udf = TableUdf.of(table, memory);
        FieldVector a = Columns.of(function.parameter(), values.subList(0, 1), memory.allocator());
        FieldVector b = Columns.of(function.parameter(), values.subList(1, 2), memory.allocator());
        FieldVector count = Columns.of(Simple.INTEGER, List.of((long) rows), memory.allocator());
        FieldVector every =
            Columns.of(Simple.INTEGER, List.of((long) every(nulls)), memory.allocator());
        TableRows read = udf.open(List.of(a, b, count, every))) {
      while (true) {
        try (VectorSchemaRoot batch = read.next()) {
          if (batch == null) {
            return result;
          }
          result.addAll(Columns.values(batch.getVector("c")));
        }
      }
    }
  }

  /// Every which row of a table is NULL; 0 for none.
  private static int every(Nulls nulls) {
    return switch (nulls) {
      case NONE -> 0;
      case SOME -> 3;
      case ALL -> 1;
    };
  }

  private static List<@Nullable Object> expected(
      Kind kind, List<@Nullable Object> values, int rows, Nulls nulls) {
    return switch (kind) {
      case PLAIN, BATCH -> values;
      case AGGREGATE -> {
        List<@Nullable Object> last = new ArrayList<>(values);
        Collections.reverse(last);
        for (int row = 0; row < rows; row++) {
          Object value = values.get(row);
          last.set(row, value == null ? last.get(row) : value);
        }
        yield last;
      }
      case TABLE -> {
        List<@Nullable Object> made = new ArrayList<>();
        int every = every(nulls);
        for (int row = 0; row < rows; row++) {
          made.add(every > 0 && row % every == 0 ? null : values.get(row % 2));
        }
        yield made;
      }
    };
  }

  private static String arrowName(SqlType type) {
    return switch (type.field("c").getType()) {
      case ArrowType.Bool _ -> "Bool";
      case ArrowType.Int integer ->
          (type instanceof SqlType.Decimal ? "Decimal" : "Int") + integer.getBitWidth();
      case ArrowType.FloatingPoint real ->
          real.getPrecision() == FloatingPointPrecision.SINGLE ? "Float32" : "Float64";
      case ArrowType.Decimal decimal -> "Decimal" + decimal.getBitWidth();
      case ArrowType.Date _ -> "Date32";
      case ArrowType.Time time -> "Time" + time.getBitWidth();
      case ArrowType.Timestamp _ -> "Timestamp";
      case ArrowType.Duration _ -> "Duration";
      case ArrowType.Interval interval when interval.getUnit() == IntervalUnit.YEAR_MONTH ->
          "IntervalYear";
      case ArrowType.Utf8 _ -> "Utf8";
      case ArrowType.Binary _ -> "Binary";
      case ArrowType.List _ -> "List";
      case ArrowType.Struct _ -> "Struct";
      case ArrowType.Map _ -> "Map";
      default -> throw new IllegalArgumentException(type.toString());
    };
  }
}
