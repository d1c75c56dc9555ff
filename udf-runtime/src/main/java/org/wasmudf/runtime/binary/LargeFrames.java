package org.wasmudf.runtime.binary;

/// Writes the instructions that limit how deep calls are nested whose frames are large. They take
/// nothing from the stack and leave nothing there.
///
/// The engine's own check sees the native stack alone, which has room for thousands of calls
/// whatever their frames are: at thousands of values each these are hundreds of megabytes of the
/// host's heap, and unwinding them takes minutes. So a function with a large frame takes its size
/// from a global around each call that may come back to it.
final class LargeFrames {
  /// How many values all large frames below the innermost one have together at most.
  static final int MOST_VALUES = 1 << 20;

  /// With smaller ones the engine's check comes first.
  private static final int LARGE = 128;

  private final int stack;

  LargeFrames(Additions additions) {
    this.stack = additions.stack().orElse(-1);
  }

  static boolean include(FunctionBody body) {
    return body.frame() >= LARGE;
  }

  /// Before a call: takes the caller's frame, and traps if there is no room for it.
  void take(ByteWriter out, FunctionBody caller) {
    add(out, -caller.frame());
    FuelWriter.variable(out, Opcode.GLOBAL_GET, stack);
    out.u8(Opcode.I64_CONST.code()).s64(0).u8(Opcode.I64_LT_S.code());
    FuelWriter.trapIf(out);
  }

  /// After the call.
  void giveBack(ByteWriter out, FunctionBody caller) {
    add(out, caller.frame());
  }

  private void add(ByteWriter out, long values) {
    FuelWriter.variable(out, Opcode.GLOBAL_GET, stack);
    out.u8(Opcode.I64_CONST.code()).s64(values).u8(Opcode.I64_ADD.code());
    FuelWriter.variable(out, Opcode.GLOBAL_SET, stack);
  }
}
