package org.wasmudf.arrow;

import java.math.BigInteger;
import org.wasmudf.arrow.ExpressionWriter.Value;
import org.wasmudf.arrow.Frame.Status;
import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.Opcode;

/// Writes the code that takes a decimal of 128 bits out of a guest's memory.
final class WideDecimalWriter {
  private static final int PAGE_SHIFT = 16;

  private final KernelCompiler kernel;
  private final CodeWriter code;

  WideDecimalWriter(KernelCompiler kernel) {
    this.kernel = kernel;
    this.code = kernel.code();
  }

  /// Loads a value, if it lies in the guest's memory.
  ///
  /// @param memory the guest's
  /// @param pointer the local with what the guest has returned
  /// @param value where the halves go
  /// @param site the call's place in [KernelPlan#calls]
  void load(int memory, int pointer, Value value, int site) {
    code.get(pointer).op(Opcode.I64_EXTEND_I32_U).i64(SqlType.WideDecimal.BYTES);
    code.op(Opcode.I64_ADD);
    code.memorySize(memory).op(Opcode.I64_EXTEND_I32_U).i64(PAGE_SHIFT).op(Opcode.I64_SHL);
    code.op(Opcode.I64_GT_U).ifTrue();
    kernel.nameCall(site);
    kernel.stop(Status.RESULT_OUTSIDE_MEMORY);
    code.end();
    code.get(pointer).access(Opcode.I64_LOAD, memory, 0).set(value.local());
    code.get(pointer).access(Opcode.I64_LOAD, memory, Long.BYTES).set(value.high());
  }

  /// Pushes 1 where a value has more digits than its type.
  void pushOutOfRange(Value value, SqlType.WideDecimal type) {
    BigInteger max = type.maxUnscaled();
    pushBeyond(value, max, Opcode.I64_GT_S, Opcode.I64_GT_U);
    pushBeyond(value, max.negate(), Opcode.I64_LT_S, Opcode.I64_LT_U);
    code.op(Opcode.I32_OR);
  }

  /// The upper halves decide, unless they are equal.
  private void pushBeyond(Value value, BigInteger bound, Opcode signed, Opcode unsigned) {
    long high = bound.shiftRight(Long.SIZE).longValue();
    code.get(value.high()).i64(high).op(signed);
    code.get(value.high()).i64(high).op(Opcode.I64_EQ);
    code.get(value.local()).i64(bound.longValue()).op(unsigned).op(Opcode.I32_AND);
    code.op(Opcode.I32_OR);
  }
}
