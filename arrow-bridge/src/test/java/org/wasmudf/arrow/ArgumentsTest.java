package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.arrow.Columns.Nulls;
import org.wasmudf.arrow.SqlType.Decimal;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ModuleWriter;
import org.wasmudf.runtime.binary.Opcode;
import org.wasmudf.runtime.binary.ValueType;

/// How many arguments there are, and vectors that do or don't fit them.
class ArgumentsTest {
  private static final Decimal MONEY = new Decimal(15, 2);

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());

  @AfterEach
  void nothingLeaks() {
    memory.close();
  }

  /// Each argument has its own weight, so that none can be mistaken for another.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 33, 64})
  void everyArgumentComesInItsPlace(int arguments) {
    FunctionType type =
        new FunctionType(Collections.nCopies(arguments, ValueType.I64), List.of(ValueType.I64));
    ModuleWriter writer = new ModuleWriter();
    CodeWriter code = new CodeWriter(type);
    code.i64(0);
    for (int i = 0; i < arguments; i++) {
      code.get(i).i64(i + 1).op(Opcode.I64_MUL).op(Opcode.I64_ADD);
    }
    writer.exportFunction("weighted", writer.function(code));
    WasmModule module = UdfRuntime.shared().load(writer.toBytes());
    ScalarFunction function =
        new ScalarFunction(
            module,
            "weighted",
            new FunctionSignature(
                "weighted", Collections.nCopies(arguments, Simple.BIGINT), Simple.BIGINT));
    Random random = new Random(arguments);
    int rows = 65;
    List<List<@Nullable Object>> values = new ArrayList<>();
    List<FieldVector> columns = new ArrayList<>();
    for (int i = 0; i < arguments; i++) {
      // A NULL now and then, in different rows of different columns.
      List<@Nullable Object> column = new ArrayList<>();
      for (int row = 0; row < rows; row++) {
        column.add(random.nextInt(200) == 0 ? null : random.nextLong());
      }
      values.add(column);
      columns.add(Columns.of(Simple.BIGINT, column, memory.allocator()));
    }
    try (ScalarUdf udf = ScalarUdf.of(function, memory);
        FieldVector result = udf.call(columns, rows)) {
      assertThat(Columns.values(result)).isEqualTo(weighted(values, rows));
    }
    columns.forEach(FieldVector::close);
  }

  private static List<@Nullable Object> weighted(List<List<@Nullable Object>> columns, int rows) {
    List<@Nullable Object> sums = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      long sum = 0;
      boolean isNull = false;
      for (int i = 0; i < columns.size(); i++) {
        Object value = columns.get(i).get(row);
        isNull |= value == null;
        sum += value == null ? 0 : (i + 1) * (long) value;
      }
      sums.add(isNull ? null : sum);
    }
    return sums;
  }

  @Test
  void functionWithoutArgumentsIsCalledForEachRow() {
    try (ScalarUdf udf = ScalarUdf.of(Guests.function("plain", "answer", Simple.BIGINT), memory);
        FieldVector result = udf.call(List.of(), 65)) {
      assertThat(Columns.values(result)).hasSize(65).containsOnly(42L);
    }
  }

  @Test
  void decimal128ColumnsAreReadWhereTheyLie() {
    ScalarFunction subtract = Guests.function("plain", "subtract", MONEY, MONEY, MONEY);
    Random random = new Random(3);
    List<@Nullable Object> a = Columns.random(new Decimal(14, 2), Nulls.SOME, 100, random);
    List<@Nullable Object> b = Columns.random(new Decimal(14, 2), Nulls.SOME, 100, random);
    List<@Nullable Object> expected = new ArrayList<>();
    for (int row = 0; row < 100; row++) {
      Object left = a.get(row);
      Object right = b.get(row);
      expected.add(left == null || right == null ? null : (Object) ((long) left - (long) right));
    }
    try (BufferAllocator elsewhere = new RootAllocator();
        ScalarUdf udf = ScalarUdf.of(subtract, memory, Kernels.WEBASSEMBLY);
        FieldVector wide = decimal128(a, 15, memory.allocator());
        FieldVector narrow = Columns.of(MONEY, b, memory.allocator());
        FieldVector foreign = decimal128(b, 14, elsewhere)) {
      long copied = memory.copiedBytes();
      try (FieldVector result = udf.call(List.of(wide, narrow), 100)) {
        assertThat(Columns.values(result)).isEqualTo(expected);
        assertThat(memory.copiedBytes()).isEqualTo(copied);
      }
      try (FieldVector result = udf.call(List.of(wide, foreign), 100)) {
        assertThat(Columns.values(result)).isEqualTo(expected);
        assertThat(memory.copiedBytes()).isEqualTo(copied + 100 * 16 + 13);
      }
    }
  }

  private static DecimalVector decimal128(
      List<@Nullable Object> unscaled, int precision, BufferAllocator allocator) {
    DecimalVector vector = new DecimalVector("d", allocator, precision, 2);
    vector.allocateNew(unscaled.size());
    for (int row = 0; row < unscaled.size(); row++) {
      if (unscaled.get(row) instanceof Long value) {
        vector.set(row, BigDecimal.valueOf(value, 2));
      } else {
        vector.setNull(row);
      }
    }
    vector.setValueCount(unscaled.size());
    return vector;
  }

  @Test
  void decimalOfAnotherScaleOrMoreDigitsIsRefused() {
    try (ScalarUdf udf = ScalarUdf.of(Guests.function("plain", "id_i64", MONEY, MONEY), memory);
        ScalarUdf integer =
            ScalarUdf.of(Guests.function("plain", "id_i64", Simple.BIGINT, Simple.BIGINT), memory);
        FieldVector scale = Columns.of(new Decimal(15, 3), List.of(1L), memory.allocator());
        FieldVector digits = Columns.of(new Decimal(16, 2), List.of(1L), memory.allocator());
        FieldVector fewer = Columns.of(new Decimal(14, 2), List.of(1L), memory.allocator());
        FieldVector scale128 = new DecimalVector("d", memory.allocator(), 15, 3);
        FieldVector digits128 = new DecimalVector("d", memory.allocator(), 16, 2);
        BigIntVector plain = new BigIntVector("b", memory.allocator())) {
      scale128.setValueCount(1);
      digits128.setValueCount(1);
      plain.setValueCount(1);
      for (FieldVector each : List.of(scale, digits, scale128, digits128)) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> udf.call(List.of(each), 1))
            .withMessageContaining("where DECIMAL(15, 2) is expected");
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> integer.call(List.of(scale), 1))
          .withMessage("column 'c' is a vector of DECIMAL(15, 3), where BIGINT is expected");
      udf.call(List.of(fewer), 1).close();
      // Unscaled values whose field says nothing about digits are taken at their word.
      udf.call(List.of(plain), 1).close();
    }
  }

  @Test
  void vectorOfAnotherTypeIsRefusedAndTheNextCallWorks() {
    for (SqlType type : Columns.TYPES) {
      try (ScalarUdf udf = ScalarUdf.of(Guests.identity(type), memory);
          FieldVector right = Columns.of(type, Collections.nCopies(3, null), memory.allocator())) {
        for (SqlType other : Columns.TYPES) {
          boolean unscaled = other == Simple.BIGINT && type instanceof Decimal;
          if (other.equals(type) || unscaled) {
            continue;
          }
          try (FieldVector wrong =
              Columns.of(other, Collections.nCopies(3, null), memory.allocator())) {
            assertThatIllegalArgumentException()
                .as("%s for %s", other, type)
                .isThrownBy(() -> udf.call(List.of(wrong), 3))
                .withMessageContaining("column 'c'")
                .withMessageContaining(type + " is expected");
          }
        }
        udf.call(List.of(right), 3).close();
      }
    }
  }

  @Test
  void tooFewRowsOrColumnsAreRefused() {
    try (ScalarUdf udf =
            ScalarUdf.of(
                Guests.function("plain", "subtract", Simple.BIGINT, Simple.BIGINT, Simple.BIGINT),
                memory);
        FieldVector column = Columns.of(Simple.BIGINT, List.of(1L, 2L), memory.allocator())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> udf.call(List.of(column, column), 3))
          .withMessage("column 'c' has 2 rows, fewer than 3");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> udf.call(List.of(column), 2))
          .withMessage("subtract(BIGINT, BIGINT) RETURNS BIGINT can't take 1 columns");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> udf.call(List.of(column, column), -1))
          .withMessage("a batch of -1 rows");
      try (FieldVector result = udf.call(List.of(column, column), 2)) {
        assertThat(Columns.values(result)).containsOnly(0L);
      }
    }
  }
}
