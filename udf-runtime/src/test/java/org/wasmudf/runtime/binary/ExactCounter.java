package org.wasmudf.runtime.binary;

/// Makes modules count every instruction by itself, just before it runs: slow, but so simple that
/// what they count is what was executed. Only for modules that don't grow their memory.
final class ExactCounter {
  private static final int HEADER_BYTES = 8;

  private ExactCounter() {}

  /// An instrumented module whose code is exchanged for one that counts exactly.
  static byte[] instrument(byte[] wasm) {
    ModuleInfo module = ModuleReader.read(wasm);
    byte[] instrumented = Instrumenter.instrument(wasm, module, ModuleLimits.DEFAULT).wasm();
    FuelWriter fuel = new FuelWriter(Additions.to(module), ModuleLimits.DEFAULT);
    BinaryReader in =
        new BinaryReader(instrumented, HEADER_BYTES, instrumented.length, "the module");
    ByteWriter out = new ByteWriter().bytes(instrumented, 0, HEADER_BYTES);
    while (in.remaining() > 0) {
      int start = in.offset();
      Section section = Section.read(in);
      in.skip(in.u32("a section's size"), "a section");
      if (section == Section.CODE) {
        out.u8(section.id()).sized(code(wasm, module, fuel));
      } else {
        out.bytes(instrumented, start, in.offset());
      }
    }
    return out.toBytes();
  }

  private static ByteWriter code(byte[] wasm, ModuleInfo module, FuelWriter fuel) {
    ByteWriter code = new ByteWriter().u32(module.bodies().size());
    for (FunctionBody body : module.bodies()) {
      InstructionReader in = new InstructionReader(wasm, module, body);
      ByteWriter counting = new ByteWriter().bytes(wasm, body.offset(), in.end());
      while (in.next()) {
        if (in.opcode() != Opcode.ELSE && in.opcode() != Opcode.END) {
          fuel.charge(counting, 1, false, FuelWriter.NO_LOCAL);
        }
        if (BulkCharge.appliesTo(in.opcode())) {
          fuel.chargeLength(counting, in.opcode());
        }
        counting.bytes(wasm, in.start(), in.end());
      }
      code.sized(counting);
    }
    return code;
  }
}
