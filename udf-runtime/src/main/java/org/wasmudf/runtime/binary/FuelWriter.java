package org.wasmudf.runtime.binary;

/// Writes the instructions that count fuel. They take nothing from the stack and leave nothing
/// there.
///
/// What is left is always in the global. A function with loops has it in a local variable as well:
/// then an iteration only stores, where it would otherwise wait for what the last one has stored.
final class FuelWriter {
  /// For a function that has no variable for its fuel.
  static final int NO_LOCAL = -1;

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
  ///
  /// @param local the function's variable, or [#NO_LOCAL]
  void charge(ByteWriter out, long amount, boolean check, int local) {
    pushLeft(out, local);
    out.u8(Opcode.I64_CONST.code()).s64(amount).u8(Opcode.I64_SUB.code());
    if (local != NO_LOCAL) {
      variable(out, Opcode.LOCAL_TEE, local);
    }
    variable(out, Opcode.GLOBAL_SET, fuel);
    if (check) {
      check(out, local);
    }
  }

  /// Brings the function's variable up to date, where the global may have changed.
  void reload(ByteWriter out, int local) {
    variable(out, Opcode.GLOBAL_GET, fuel);
    variable(out, Opcode.LOCAL_SET, local);
  }

  private void pushLeft(ByteWriter out, int local) {
    if (local == NO_LOCAL) {
      variable(out, Opcode.GLOBAL_GET, fuel);
    } else {
      variable(out, Opcode.LOCAL_GET, local);
    }
  }

  /// Pays for the length on top of the stack and leaves it there. A length is below 2 to the power
  /// of 32, so that nothing can wrap.
  void chargeLength(ByteWriter out, Opcode opcode) {
    BulkCharge charge = BulkCharge.of(opcode, tableElements);
    variable(out, Opcode.GLOBAL_SET, length);
    variable(out, Opcode.GLOBAL_GET, length);
    variable(out, Opcode.GLOBAL_GET, fuel);
    variable(out, Opcode.GLOBAL_GET, length);
    if (charge.isBounded()) {
      out.u8(Opcode.I32_CONST.code()).s64(charge.mostUnits());
      variable(out, Opcode.GLOBAL_GET, length);
      out.u8(Opcode.I32_CONST.code()).s64(charge.mostUnits());
      out.u8(Opcode.I32_LT_U.code()).u8(Opcode.SELECT.code());
    }
    out.u8(Opcode.I64_EXTEND_I32_U.code());
    out.u8(Opcode.I64_CONST.code()).s64(charge.shift()).u8(Opcode.I64_SHR_U.code());
    out.u8(Opcode.I64_SUB.code());
    variable(out, Opcode.GLOBAL_SET, fuel);
    check(out, NO_LOCAL);
  }

  private void check(ByteWriter out, int local) {
    pushLeft(out, local);
    out.u8(Opcode.I64_CONST.code()).s64(0).u8(Opcode.I64_LT_S.code());
    trapIf(out);
  }

  /// Traps if the value on top of the stack isn't 0.
  static void trapIf(ByteWriter out) {
    out.u8(Opcode.IF.code()).u8(EMPTY_BLOCK);
    out.u8(Opcode.UNREACHABLE.code()).u8(Opcode.END.code());
  }

  static void variable(ByteWriter out, Opcode opcode, int index) {
    out.u8(opcode.code()).u32(index);
  }
}
