package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wasmudf.arrow.KernelExpr.Arithmetic;
import org.wasmudf.arrow.KernelExpr.Arithmetic.Operator;
import org.wasmudf.arrow.KernelExpr.Call;
import org.wasmudf.arrow.KernelExpr.Column;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ModuleWriter;
import org.wasmudf.runtime.binary.Opcode;
import org.wasmudf.runtime.binary.ValueType;

/// Functions of one signature are never taken for each other, however many there are.
class ManyFunctionsTest {
  private static final int FUNCTIONS = 12;
  private static final int ROWS = 100;
  private static final FunctionType TYPE =
      new FunctionType(List.of(ValueType.I64), List.of(ValueType.I64));

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());

  @AfterEach
  void nothingLeaks() {
    memory.close();
  }

  @Test
  void functionsOfAsManyModulesTakeTurns() {
    List<ScalarUdf> udfs = new ArrayList<>();
    for (int i = 0; i < FUNCTIONS; i++) {
      ModuleWriter writer = new ModuleWriter();
      export(writer, "f", i);
      udfs.add(ScalarUdf.of(function(writer, "f"), memory));
    }
    assertTurns(udfs);
  }

  @Test
  void functionsOfOneModuleTakeTurns() {
    ModuleWriter writer = new ModuleWriter();
    for (int i = 0; i < FUNCTIONS; i++) {
      export(writer, "f" + i, i);
    }
    List<ScalarUdf> udfs = new ArrayList<>();
    for (int i = 0; i < FUNCTIONS; i++) {
      udfs.add(ScalarUdf.of(function(writer, "f" + i), memory));
    }
    assertTurns(udfs);
  }

  @Test
  void functionsOfAsManyModulesMeetInOneExpression() {
    KernelExpr sum = new KernelExpr.Literal(Simple.BIGINT, 0L);
    for (int i = 0; i < FUNCTIONS; i++) {
      ModuleWriter writer = new ModuleWriter();
      export(writer, "f", i);
      Call call = new Call(function(writer, "f"), List.of(new Column(0, Simple.BIGINT)));
      sum = new Arithmetic(Operator.ADD, sum, call, Simple.BIGINT);
    }
    long additions = LongStream.range(0, FUNCTIONS).map(ManyFunctionsTest::addition).sum();
    try (BatchEvaluator evaluator = new BatchEvaluator(memory);
        FieldVector column = numbers();
        FieldVector result = evaluator.prepare(sum).evaluate(List.of(column), ROWS)) {
      for (int row = 0; row < ROWS; row++) {
        assertThat(Columns.values(result).get(row)).isEqualTo((long) FUNCTIONS * row + additions);
      }
    }
  }

  private void assertTurns(List<ScalarUdf> udfs) {
    try (FieldVector column = numbers()) {
      for (int turn = 0; turn < 3; turn++) {
        for (int i = 0; i < FUNCTIONS; i++) {
          long addition = addition(i);
          try (FieldVector result = udfs.get(i).call(List.of(column), ROWS)) {
            assertThat(Columns.values(result))
                .isEqualTo(LongStream.range(addition, addition + ROWS).boxed().toList());
          }
        }
      }
    }
    udfs.forEach(ScalarUdf::close);
  }

  private FieldVector numbers() {
    return Columns.of(
        Simple.BIGINT, LongStream.range(0, ROWS).boxed().toList(), memory.allocator());
  }

  private static long addition(long function) {
    return 1_000_000 * (function + 1);
  }

  private static void export(ModuleWriter writer, String name, int function) {
    CodeWriter code = new CodeWriter(TYPE);
    code.get(0).i64(addition(function)).op(Opcode.I64_ADD);
    writer.exportFunction(name, writer.function(code));
  }

  private static ScalarFunction function(ModuleWriter writer, String export) {
    return Guests.function(
        UdfRuntime.shared().load(writer.toBytes()), export, Simple.BIGINT, Simple.BIGINT);
  }
}
