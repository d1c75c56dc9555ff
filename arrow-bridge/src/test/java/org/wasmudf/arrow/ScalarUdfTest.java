package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.arrow.vector.Float8Vector;
import org.junit.jupiter.api.Test;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ModuleWriter;
import org.wasmudf.runtime.binary.Opcode;
import org.wasmudf.runtime.binary.ValueType;

class ScalarUdfTest {
  private static final LinearMemory MEMORY = LinearMemory.shared();

  @Test
  void theTestRunItselfIsCompiled() {
    assertThat(UdfRuntime.shared().engineStatus().compiled()).isTrue();
  }

  @Test
  void plainFunctionRunsOverABatch() {
    FunctionType type =
        new FunctionType(List.of(ValueType.F64, ValueType.F64), List.of(ValueType.F64));
    ModuleWriter writer = new ModuleWriter();
    CodeWriter code = new CodeWriter(type);
    code.get(0).f64(1).get(1).op(Opcode.F64_SUB).op(Opcode.F64_MUL);
    writer.exportFunction("disc_price", writer.function(code));
    WasmModule module = UdfRuntime.shared().load(writer.toBytes());
    ScalarFunction function =
        new ScalarFunction(
            module,
            "disc_price",
            new FunctionSignature(
                "disc_price",
                List.of(SqlType.Simple.DOUBLE, SqlType.Simple.DOUBLE),
                SqlType.Simple.DOUBLE));
    int rows = 8192;
    try (ScalarUdf udf = ScalarUdf.of(function, MEMORY);
        Float8Vector price = new Float8Vector("p", MEMORY.allocator());
        Float8Vector discount = new Float8Vector("d", MEMORY.allocator())) {
      price.allocateNew(rows);
      discount.allocateNew(rows);
      for (int i = 0; i < rows; i++) {
        price.set(i, i);
        discount.set(i, (i % 10) / 100.0);
      }
      price.setValueCount(rows);
      discount.setValueCount(rows);
      try (var result = (Float8Vector) udf.call(List.of(price, discount), rows)) {
        for (int i = 0; i < rows; i++) {
          assertThat(result.get(i)).isEqualTo(i * (1 - (i % 10) / 100.0));
        }
      }
    }
  }
}
