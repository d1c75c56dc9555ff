package org.wasmudf.arrow;

import static org.wasmudf.runtime.binary.ValueType.I32;
import static org.wasmudf.runtime.binary.ValueType.I64;

import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.Opcode;

/// The loop for strict expressions over columns with NULLs: validity bitmaps are combined 64 rows
/// at a time.
///
/// A word without NULLs is gone through row by row with no further look at them; in any other the
/// valid rows are found by counting trailing zeros, so that the CPU has no branch to guess at for
/// each row.
final class WordLoop {
  private static final int WORD_ROWS = 64;

  private final KernelCompiler kernel;
  private final CodeWriter code;
  private final Layout layout;
  private final boolean isEffect;
  private final int base;
  private final int end;
  private final int valid;
  private final int rest;
  private final int bits;
  private final int data;
  private final int validity;

  WordLoop(KernelCompiler kernel) {
    this.kernel = kernel;
    this.code = kernel.code();
    this.layout = Layout.of(kernel.plan().expression().type());
    this.base = code.local(I32);
    this.end = code.local(I32);
    this.valid = code.local(I64);
    this.rest = code.local(I64);
    this.bits = code.local(I64);
    this.isEffect = kernel.plan().isEffect();
    this.data = kernel.frameLocal(Frame.RESULT_DATA);
    this.validity = kernel.frameLocal(Frame.RESULT_VALIDITY);
  }

  void write() {
    int row = kernel.row();
    code.block().get(row).get(kernel.to()).op(Opcode.I32_GE_U).brIf(0).loop();
    beginWord();
    kernel.assumeValidRows();
    code.get(valid).get(rest).op(Opcode.I64_EQ).ifTrue();
    everyRow();
    code.orElse();
    validRows();
    code.end();
    endWord();
    code.get(end).tee(row).get(kernel.to()).op(Opcode.I32_LT_U).brIf(0);
    code.end().end();
  }

  /// Finds the word's rows, `row` to `end`, and which of them are valid; leaves the mask of all of
  /// them in `rest`.
  private void beginWord() {
    int row = kernel.row();
    code.get(row).i32(-WORD_ROWS).op(Opcode.I32_AND).set(base);
    code.get(base).i32(WORD_ROWS).op(Opcode.I32_ADD).set(end);
    code.get(kernel.to()).get(end).op(Opcode.I32_LT_U).ifTrue();
    code.get(kernel.to()).set(end).end();
    // Ones for the rows from row, less those from end.
    code.i64(-1).get(row).op(Opcode.I64_EXTEND_I32_U).op(Opcode.I64_SHL);
    code.i64(-1).i32(WORD_ROWS).get(end).get(base).op(Opcode.I32_SUB).op(Opcode.I32_SUB);
    code.op(Opcode.I64_EXTEND_I32_U).op(Opcode.I64_SHR_U).op(Opcode.I64_AND).tee(rest).set(valid);
    for (int i = 0; i < kernel.plan().columns().size(); i++) {
      if (kernel.shape().columns().get(i).nullable()) {
        code.get(valid);
        kernel.pushValidityWord(i, base);
        code.op(Opcode.I64_AND).set(valid);
      }
    }
    if (!isEffect) {
      storeWord(validity, valid);
    }
    code.i64(0).set(bits);
  }

  private void everyRow() {
    int row = kernel.row();
    code.loop();
    writeRow();
    code.get(row).i32(1).op(Opcode.I32_ADD).tee(row).get(end).op(Opcode.I32_LT_U).brIf(0).end();
  }

  private void validRows() {
    code.get(valid).set(rest).block().get(rest).op(Opcode.I64_EQZ).brIf(0).loop();
    code.get(rest).op(Opcode.I64_CTZ).op(Opcode.I32_WRAP_I64).get(base).op(Opcode.I32_ADD);
    code.set(kernel.row());
    writeRow();
    code.get(rest).get(rest).i64(1).op(Opcode.I64_SUB).op(Opcode.I64_AND).tee(rest);
    code.op(Opcode.I64_EQZ).op(Opcode.I32_EQZ).brIf(0).end().end();
  }

  private void writeRow() {
    kernel.beginRow();
    ExpressionWriter expressions = new ExpressionWriter(kernel);
    ExpressionWriter.Value value = expressions.write(kernel.plan().expression());
    if (!isEffect) {
      store(value);
    }
    kernel.endRow(this::endRun);
  }

  private void store(ExpressionWriter.Value value) {
    if (layout == Layout.BIT) {
      code.get(bits).get(value.local()).op(Opcode.I64_EXTEND_I32_U);
      code.get(kernel.row()).op(Opcode.I64_EXTEND_I32_U).op(Opcode.I64_SHL);
      code.op(Opcode.I64_OR).set(bits);
    } else {
      kernel.storeResult(data, layout, value);
    }
  }

  /// Makes the row at work the last one of its word, and the word the last one of the run.
  private void endRun() {
    code.get(kernel.row()).i32(1).op(Opcode.I32_ADD).tee(end).set(kernel.to());
    code.i64(0).set(rest);
  }

  private void endWord() {
    if (layout == Layout.BIT) {
      storeWord(data, bits);
    }
  }

  /// Stores the bits of a word; those of rows before `from` were stored by an earlier run of the
  /// kernel.
  private void storeWord(int bitmap, int word) {
    int memory = kernel.shape().resultMemory();
    code.get(base).get(kernel.from()).op(Opcode.I32_LT_U).ifTrue();
    kernel.pushWordAddress(bitmap, base);
    code.get(word);
    kernel.pushWordAddress(bitmap, base);
    code.access(Opcode.I64_LOAD, memory, 0).op(Opcode.I64_OR);
    code.access(Opcode.I64_STORE, memory, 0).orElse();
    kernel.pushWordAddress(bitmap, base);
    code.get(word).access(Opcode.I64_STORE, memory, 0).end();
  }
}
