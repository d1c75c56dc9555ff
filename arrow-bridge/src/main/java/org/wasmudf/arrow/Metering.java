package org.wasmudf.arrow;

import static org.wasmudf.runtime.binary.ValueType.I64;

import java.util.List;
import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.Opcode;

/// Writes what a kernel has to do with fuel, where its guests count instructions.
///
/// Each guest is granted as much as a row may use and a slice more, once for many rows. After each
/// row the kernel only reads what is left. When the row has used more than it may, the kernel stops
/// there: the guest itself stops only those that would use up the slice as well. When the slice is
/// used up, the kernel asks the host whether it may go on, and grants another.
///
/// With a slice of 0 each row gets exactly what it may use.
final class Metering {
  private final KernelCompiler kernel;
  private final CodeWriter code;
  private final int nextSlice;
  private final List<Integer> guests;
  private final int perRow;
  private final int slice;
  private final int granted;
  private final int left;
  private final int now;

  /// @param nextSlice the imported function that is told what was used of a slice, and asked
  ///   whether there is another
  /// @param guests the globals with the fuel of the guests that count
  Metering(KernelCompiler kernel, int nextSlice, List<Integer> guests) {
    this.kernel = kernel;
    this.code = kernel.code();
    this.nextSlice = nextSlice;
    this.guests = List.copyOf(guests);
    this.perRow = code.local(I64);
    this.slice = code.local(I64);
    this.granted = code.local(I64);
    this.left = code.local(I64);
    this.now = code.local(I64);
  }

  void begin() {
    int memory = kernel.shape().frameMemory();
    code.get(kernel.frame()).access(Opcode.I64_LOAD, memory, Frame.FUEL_PER_ROW).set(perRow);
    code.get(kernel.frame()).access(Opcode.I64_LOAD, memory, Frame.SLICE).set(slice);
    code.get(perRow).get(slice).op(Opcode.I64_ADD).i64(guests.size()).op(Opcode.I64_MUL);
    code.set(granted);
    grant();
  }

  private void grant() {
    for (int each : guests) {
      code.get(perRow).get(slice).op(Opcode.I64_ADD).setGlobal(each);
    }
    code.get(granted).set(left);
  }

  private void pushLeft() {
    code.getGlobal(guests.getFirst());
    for (int each : guests.subList(1, guests.size())) {
      code.getGlobal(each).op(Opcode.I64_ADD);
    }
  }

  private void pushRowExceeded() {
    code.get(left).get(now).op(Opcode.I64_SUB).get(perRow).op(Opcode.I64_GT_S);
  }

  void endRow() {
    pushLeft();
    code.set(now);
    pushRowExceeded();
    code.get(granted).get(now).op(Opcode.I64_SUB).get(slice).op(Opcode.I64_GT_S);
    code.op(Opcode.I32_OR).ifTrue();
    pushRowExceeded();
    kernel.stopIf(Frame.Status.FUEL_EXHAUSTED);
    code.get(granted).get(now).op(Opcode.I64_SUB);
    grant();
    code.call(nextSlice);
    code.orElse().get(now).set(left).end();
  }

  /// Leaves the kernel in the middle of a row, whose fuel has been used all the same: it fails for
  /// that first, and for anything else only if it had enough.
  void stopInRow() {
    pushLeft();
    code.set(now);
    pushRowExceeded();
    code.ifTrue();
    kernel.storeStatus(Frame.Status.FUEL_EXHAUSTED);
    code.end();
    end();
  }

  void end() {
    code.get(kernel.frame()).get(granted);
    pushLeft();
    code.op(Opcode.I64_SUB);
    code.access(Opcode.I64_STORE, kernel.shape().frameMemory(), Frame.FUEL_USED);
  }
}
