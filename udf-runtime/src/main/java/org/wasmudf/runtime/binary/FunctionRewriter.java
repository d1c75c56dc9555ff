package org.wasmudf.runtime.binary;

/// Rewrites the code of functions: adds what counts fuel and large frames, and gives functions
/// their new numbers. Everything else stays as it is, byte for byte.
final class FunctionRewriter {
  private final byte[] wasm;
  private final ModuleInfo module;
  private final Additions additions;
  private final FunctionCosts costs;
  private final FuelWriter fuel;
  private final LargeFrames frames;

  FunctionRewriter(
      byte[] wasm, ModuleInfo module, Additions additions, FunctionCosts costs, FuelWriter fuel) {
    this.wasm = wasm;
    this.module = module;
    this.additions = additions;
    this.costs = costs;
    this.fuel = fuel;
    this.frames = new LargeFrames(additions);
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
    InstructionReader in = reader(body);
    int local = charges.loops() ? newLocal(body, in) : FuelWriter.NO_LOCAL;
    Copy copy = new Copy(out, body, charges, local);
    if (local != FuelWriter.NO_LOCAL) {
      copy.declareLocal(in);
    }
    while (in.next()) {
      copy.payUpTo(in.start());
      rewrite(in, pays, copy);
    }
    copy.upTo(end);
  }

  /// The number of one more variable, or none where the function has as many as it may.
  private int newLocal(FunctionBody body, InstructionReader in) {
    int locals =
        module.functionType(body.function()).parameters().size()
            + in.localGroups().stream().mapToInt(LocalGroup::count).sum();
    return locals < InstructionReader.MAX_LOCALS ? locals : FuelWriter.NO_LOCAL;
  }

  private InstructionReader reader(FunctionBody body) {
    return new InstructionReader(wasm, module, body);
  }

  private void rewrite(InstructionReader in, boolean pays, Copy copy) {
    switch (in.opcode()) {
      case REF_FUNC -> renumber(in, copy);
      case CALL -> {
        boolean guest = in.index() >= module.importedFunctions();
        boolean paysItself = costs.mayPay(in.index());
        if (guest && paysItself) {
          copy.takeFrame(in.start());
        }
        renumber(in, copy);
        if (guest && paysItself) {
          copy.giveFrameBack(in.end());
        }
        if (paysItself) {
          copy.reload(in.end());
        }
      }
      case CALL_INDIRECT -> {
        copy.takeFrame(in.start());
        copy.giveFrameBack(in.end());
        copy.reload(in.end());
      }
      case MEMORY_GROW -> {
        copy.upTo(in.start());
        copy.out.u8(Opcode.CALL.code()).u32(additions.grow().orElseThrow());
        copy.copied = in.end();
        copy.reload(in.end());
      }
      default -> {
        if (pays && BulkCharge.appliesTo(in.opcode())) {
          copy.upTo(in.start());
          fuel.chargeLength(copy.out, in.opcode());
          copy.reload(in.start());
        }
      }
    }
  }

  private void renumber(InstructionReader in, Copy copy) {
    if (additions.renumbers()) {
      copy.upTo(in.start());
      copy.out.u8(in.opcode().code()).u32(additions.renumbered(in.index()));
      copy.copied = in.end();
    }
  }

  /// How far a body has been copied and paid for.
  private final class Copy {
    final ByteWriter out;
    final FunctionBody body;
    final Charges charges;
    final int local;
    int copied;
    int paid;

    Copy(ByteWriter out, FunctionBody body, Charges charges, int local) {
      this.out = out;
      this.body = body;
      this.charges = charges;
      this.local = local;
      this.copied = body.offset();
    }

    /// Adds the variable to the declarations and gives it its value.
    ///
    /// @param in stands before the first instruction
    void declareLocal(InstructionReader in) {
      BinaryReader groups = new BinaryReader(wasm, copied, in.end(), "the locals");
      out.u32(groups.count("groups of locals") + 1);
      copied = groups.offset();
      upTo(in.end());
      out.u32(1).u8(ValueType.I64.code());
      fuel.reload(out, local);
    }

    /// Reads the fuel again before the instruction at an offset, where the function has it in a
    /// variable.
    void reload(int offset) {
      if (local != FuelWriter.NO_LOCAL) {
        upTo(offset);
        fuel.reload(out, local);
      }
    }

    /// Takes a large frame before the call at an offset, which may come back to the function.
    void takeFrame(int offset) {
      if (LargeFrames.include(body)) {
        upTo(offset);
        frames.take(out, body);
      }
    }

    void giveFrameBack(int offset) {
      if (LargeFrames.include(body)) {
        upTo(offset);
        frames.giveBack(out, body);
      }
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
          fuel.charge(out, charges.amount(paid), charges.checked(paid), local);
        }
        paid++;
      }
    }
  }
}
