package org.wasmudf.runtime.binary;

/// Writes the instructions that count fuel. They take nothing from the stack and leave nothing
/// there, and need no local variable, of which a function may have as many as the engine allows.
final class FuelWriter {
  private static final int EMPTY_BLOCK = 0x40;

  private final int fuel;
  private final int length;
  private final int tableElements;

  FuelWriter(Additions additions, ModuleLimits limits) {
    this.fuel = additions.fuel();
    this.length = additions.length().orElse(-1);
    this.tableElements = limits.tableElements();
  }

  /// Pays a known amount.
  void charge(ByteWriter out, long amount, boolean check) {
    global(out, Opcode.GLOBAL_GET, fuel);
    out.u8(Opcode.I64_CONST.code()).s64(amount);
    subtract(out);
    if (check) {
      check(out);
    }
  }

  /// Pays for the length on top of the stack and leaves it there. A length is below 2 to the power
  /// of 32, so that nothing can wrap.
  void chargeLength(ByteWriter out, Opcode opcode) {
    BulkCharge charge = BulkCharge.of(opcode, tableElements);
    global(out, Opcode.GLOBAL_SET, length);
    global(out, Opcode.GLOBAL_GET, length);
    global(out, Opcode.GLOBAL_GET, fuel);
    global(out, Opcode.GLOBAL_GET, length);
    if (charge.isBounded()) {
      out.u8(Opcode.I32_CONST.code()).s64(charge.mostUnits());
      global(out, Opcode.GLOBAL_GET, length);
      out.u8(Opcode.I32_CONST.code()).s64(charge.mostUnits());
      out.u8(Opcode.I32_LT_U.code()).u8(Opcode.SELECT.code());
    }
    out.u8(Opcode.I64_EXTEND_I32_U.code());
    out.u8(Opcode.I64_CONST.code()).s64(charge.shift()).u8(Opcode.I64_SHR_U.code());
    subtract(out);
    check(out);
  }

  private void subtract(ByteWriter out) {
    out.u8(Opcode.I64_SUB.code());
    global(out, Opcode.GLOBAL_SET, fuel);
  }

  private void check(ByteWriter out) {
    global(out, Opcode.GLOBAL_GET, fuel);
    out.u8(Opcode.I64_CONST.code()).s64(0).u8(Opcode.I64_LT_S.code());
    out.u8(Opcode.IF.code()).u8(EMPTY_BLOCK);
    out.u8(Opcode.UNREACHABLE.code()).u8(Opcode.END.code());
  }

  private static void global(ByteWriter out, Opcode opcode, int index) {
    out.u8(opcode.code()).u32(index);
  }
}
