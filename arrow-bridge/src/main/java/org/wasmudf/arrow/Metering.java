package org.wasmudf.arrow;

import static org.wasmudf.runtime.binary.ValueType.I64;

import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.Opcode;

/// Writes what a kernel has to do with fuel, where its guests count instructions: each row gets as
/// much as a row may use, and what it has used is taken from the slice that the host has granted.
/// When that is used up the kernel asks for another one, between two rows.
///
/// All of that is in local variables, but for the moment of a call.
final class Metering {
  private final KernelCompiler kernel;
  private final CodeWriter code;
  private final int nextSlice;
  private final int perRow;
  private final int left;
  private final int slice;

  /// @param nextSlice the imported function that takes what is left of a slice and returns another
  Metering(KernelCompiler kernel, int nextSlice) {
    this.kernel = kernel;
    this.code = kernel.code();
    this.nextSlice = nextSlice;
    this.perRow = code.local(I64);
    this.left = code.local(I64);
    this.slice = code.local(I64);
  }

  void begin() {
    int memory = kernel.shape().frameMemory();
    code.get(kernel.frame()).access(Opcode.I64_LOAD, memory, Frame.FUEL_PER_ROW).set(perRow);
    code.get(kernel.frame()).access(Opcode.I64_LOAD, memory, Frame.SLICE).set(slice);
    code.get(perRow).set(left);
  }

  void beginRow() {
    code.get(perRow).set(left);
  }

  void hand(int global) {
    code.get(left).setGlobal(global);
  }

  void takeBack(int global) {
    code.getGlobal(global).set(left);
  }

  void endRow() {
    code.get(slice).get(perRow).get(left).op(Opcode.I64_SUB).op(Opcode.I64_SUB);
    code.tee(slice).i64(0).op(Opcode.I64_LT_S).ifTrue();
    code.get(slice).call(nextSlice).set(slice).end();
  }

  /// Leaves the kernel in the middle of a row, whose fuel has been used all the same.
  void stopInRow() {
    code.get(slice).get(perRow).get(left).op(Opcode.I64_SUB).op(Opcode.I64_SUB).set(slice);
    end();
  }

  void end() {
    code.get(kernel.frame()).get(slice);
    code.access(Opcode.I64_STORE, kernel.shape().frameMemory(), Frame.SLICE);
  }
}
