package org.wasmudf.runtime.binary;

/// Rewrites the code of functions: adds what counts fuel, and gives functions their new numbers.
/// Everything else stays as it is, byte for byte.
final class FunctionRewriter {
  private final byte[] wasm;
  private final ModuleInfo module;
  private final Additions additions;
  private final FunctionCosts costs;
  private final FuelWriter fuel;

  FunctionRewriter(
      byte[] wasm, ModuleInfo module, Additions additions, FunctionCosts costs, FuelWriter fuel) {
    this.wasm = wasm;
    this.module = module;
    this.additions = additions;
    this.costs = costs;
    this.fuel = fuel;
  }

  /// Adds a body without its size.
  void rewrite(FunctionBody body, ByteWriter out) {
    boolean pays = costs.constant(body.function()).isEmpty();
    int end = body.offset() + body.length();
    if (!pays && !additions.renumbers()) {
      out.bytes(wasm, body.offset(), end);
      return;
    }
    Charges charges = pays ? ChargePlanner.plan(reader(body), costs) : new Charges();
    Copy copy = new Copy(out, body.offset(), charges);
    InstructionReader in = reader(body);
    while (in.next()) {
      copy.payUpTo(in.start());
      rewrite(in, pays, copy);
    }
    copy.upTo(end);
  }

  private InstructionReader reader(FunctionBody body) {
    return new InstructionReader(wasm, module, body);
  }

  private void rewrite(InstructionReader in, boolean pays, Copy copy) {
    switch (in.opcode()) {
      case CALL, REF_FUNC -> {
        if (additions.renumbers()) {
          copy.upTo(in.start());
          copy.out.u8(in.opcode().code()).u32(additions.renumbered(in.index()));
          copy.copied = in.end();
        }
      }
      case MEMORY_GROW -> {
        copy.upTo(in.start());
        copy.out.u8(Opcode.CALL.code()).u32(additions.grow().orElseThrow());
        copy.copied = in.end();
      }
      default -> {
        if (pays && BulkCharge.appliesTo(in.opcode())) {
          copy.upTo(in.start());
          fuel.chargeLength(copy.out, in.opcode());
        }
      }
    }
  }

  /// How far a body has been copied and paid for.
  private final class Copy {
    final ByteWriter out;
    final Charges charges;
    int copied;
    int paid;

    Copy(ByteWriter out, int start, Charges charges) {
      this.out = out;
      this.charges = charges;
      this.copied = start;
    }

    void upTo(int offset) {
      out.bytes(wasm, copied, offset);
      copied = offset;
    }

    /// Adds the charges that stand before the instruction at an offset.
    void payUpTo(int offset) {
      while (paid < charges.size() && charges.offset(paid) <= offset) {
        if (charges.amount(paid) > 0) {
          upTo(charges.offset(paid));
          fuel.charge(out, charges.amount(paid), charges.checked(paid));
        }
        paid++;
      }
    }
  }
}
