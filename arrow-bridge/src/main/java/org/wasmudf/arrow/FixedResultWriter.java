package org.wasmudf.arrow;

import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.Opcode;
import org.wasmudf.runtime.binary.ValueType;

/// Stores values of fixed length.
final class FixedResultWriter implements ResultWriter {
  private final KernelCompiler kernel;
  private final CodeWriter code;
  private final ExpressionWriter expressions;
  private final Layout layout;
  private final boolean nullable;
  private int data;
  private KernelCompiler.@Nullable BitWriter bits;
  private KernelCompiler.@Nullable BitWriter validity;

  FixedResultWriter(KernelCompiler kernel) {
    this.kernel = kernel;
    this.code = kernel.code();
    this.expressions = new ExpressionWriter(kernel);
    this.layout = Layout.of(kernel.plan().expression().type());
    this.nullable = expressions.isNullable(kernel.plan().expression());
  }

  @Override
  public void begin() {
    int memory = kernel.shape().resultMemory();
    data = kernel.frameLocal(Frame.RESULT_DATA);
    if (layout == Layout.BIT) {
      bits = kernel.new BitWriter(data, memory);
    }
    if (nullable) {
      validity = kernel.new BitWriter(kernel.frameLocal(Frame.RESULT_VALIDITY), memory);
    }
  }

  @Override
  public void writeRow() {
    ExpressionWriter.Value value = expressions.write(kernel.plan().expression());
    if (bits != null) {
      int bit = value.local();
      if (value.isNullable()) {
        // A NULL's bit is 0, whatever the computation left behind.
        bit = code.local(ValueType.I32);
        code.get(value.local()).get(value.valid()).op(Opcode.I32_AND).set(bit);
      }
      bits.write(bit);
    } else {
      kernel.storeResult(data, layout, value);
    }
    if (validity != null) {
      validity.write(value.valid());
    }
  }

  @Override
  public void end() {
    if (bits != null) {
      bits.end();
    }
    if (validity != null) {
      validity.end();
    }
  }
}
