package org.wasmudf.arrow;

import static org.wasmudf.runtime.binary.ValueType.I64;

import java.util.List;
import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.Opcode;

/// Writes what a kernel has to do with fuel, where its guests count instructions.
///
/// Each guest is granted as much as a row may use and a slice more, once for the whole run. After
/// each row the kernel only looks whether a slice has been used up. If so it ends its run there,
/// and the host decides whether there is another one: a call of the host's in the middle of the
/// loop would keep the JIT from holding anything in registers. When the last row has used more than
/// a row may, the run fails; the guest itself stops only those that would use up the slice as well.
///
/// A slice is never larger than what a row may use. One of 0 ends the run with each row, which then
/// gets exactly what it may use.
final class Metering {
  private final KernelCompiler kernel;
  private final CodeWriter code;
  private final List<Integer> guests;
  private final int perRow;
  private final int granted;
  private final int enough;
  private final int left;
  private final int now;

  /// @param guests the globals with the fuel of the guests that count
  Metering(KernelCompiler kernel, List<Integer> guests) {
    this.kernel = kernel;
    this.code = kernel.code();
    this.guests = List.copyOf(guests);
    this.perRow = code.local(I64);
    this.granted = code.local(I64);
    this.enough = code.local(I64);
    this.left = code.local(I64);
    this.now = code.local(I64);
  }

  void begin() {
    int memory = kernel.shape().frameMemory();
    code.get(kernel.frame()).access(Opcode.I64_LOAD, memory, Frame.FUEL_PER_ROW).tee(perRow);
    code.get(kernel.frame()).access(Opcode.I64_LOAD, memory, Frame.SLICE);
    code.op(Opcode.I64_ADD).set(granted);
    for (int each : guests) {
      code.get(granted).setGlobal(each);
    }
    code.get(granted).i64(guests.size()).op(Opcode.I64_MUL).tee(granted).tee(left);
    code.get(kernel.frame()).access(Opcode.I64_LOAD, memory, Frame.SLICE);
    code.op(Opcode.I64_SUB).set(enough);
  }

  private void readLeft() {
    code.getGlobal(guests.getFirst());
    for (int each : guests.subList(1, guests.size())) {
      code.getGlobal(each).op(Opcode.I64_ADD);
    }
    code.set(now);
  }

  /// @param endRun the code that ends the run behind the row
  void endRow(Runnable endRun) {
    readLeft();
    code.get(now).get(enough).op(Opcode.I64_LT_S).ifTrue();
    pushRowExceeded();
    kernel.stopIf(Frame.Status.FUEL_EXHAUSTED);
    endRun.run();
    code.end();
    code.get(now).set(left);
  }

  private void pushRowExceeded() {
    code.get(left).get(now).op(Opcode.I64_SUB).get(perRow).op(Opcode.I64_GT_S);
  }

  /// Leaves the kernel in the middle of a row, whose fuel has been used all the same: it fails for
  /// that first, and for anything else only if it had enough.
  void stopInRow() {
    readLeft();
    pushRowExceeded();
    code.ifTrue();
    kernel.storeStatus(Frame.Status.FUEL_EXHAUSTED);
    code.end();
    end();
  }

  void end() {
    readLeft();
    code.get(kernel.frame()).get(granted).get(now).op(Opcode.I64_SUB);
    code.access(Opcode.I64_STORE, kernel.shape().frameMemory(), Frame.FUEL_USED);
  }
}
