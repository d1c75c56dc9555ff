package org.wasmudf.runtime.binary;

import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalLong;

/// What a call of each function costs its caller.
///
/// A function without loops, calls and bulk operations that can only be called by name carries no
/// code for fuel: whoever calls it pays for the longest way through it. All others pay themselves.
final class FunctionCosts {
  /// What a call of the host costs, a growing memory included: more than any instruction does.
  static final int HOST_CALL = 64;

  private static final long PAYS_ITSELF = -1;

  private final long[] constants;
  private final int imported;

  private FunctionCosts(long[] constants, int imported) {
    this.constants = constants;
    this.imported = imported;
  }

  /// Everything for nothing: no function counts.
  static FunctionCosts none(ModuleInfo module) {
    return new FunctionCosts(new long[module.functions()], module.importedFunctions());
  }

  /// @param referenced the functions that segments and initial values refer to
  static FunctionCosts of(byte[] wasm, ModuleInfo module, BitSet referenced) {
    long[] constants = new long[module.functions()];
    Arrays.fill(constants, PAYS_ITSELF);
    BitSet callableByReference = (BitSet) referenced.clone();
    for (FunctionBody body : module.bodies()) {
      InstructionReader in = new InstructionReader(wasm, module, body);
      ConstantCost cost = new ConstantCost();
      while (in.next()) {
        cost.add(in);
        if (in.opcode() == Opcode.REF_FUNC) {
          callableByReference.set(in.index());
        }
      }
      if (cost.isConstant()) {
        constants[body.function()] = cost.instructions();
      }
    }
    callableByReference.stream().forEach(function -> constants[function] = PAYS_ITSELF);
    return new FunctionCosts(constants, module.importedFunctions());
  }

  /// What the caller of a function has to pay for it, where the function doesn't pay itself.
  OptionalLong constant(int function) {
    long cost = constants[function];
    return cost == PAYS_ITSELF ? OptionalLong.empty() : OptionalLong.of(cost);
  }

  /// Whether a call of a function may count something by itself.
  boolean mayPay(int function) {
    return function < imported || constants[function] == PAYS_ITSELF;
  }

  /// What an instruction costs that says nothing of its work: each one that is executed costs one,
  /// and `else` and `end` only mark where others go on.
  static int ofInstruction(Opcode opcode) {
    return opcode == Opcode.ELSE || opcode == Opcode.END ? 0 : 1;
  }

  /// What the instruction that was read last costs, without what depends on its operands.
  long of(InstructionReader in) {
    return switch (in.opcode()) {
      case CALL -> 1 + ofCallee(in.index());
      case MEMORY_GROW -> 1 + HOST_CALL;
      default -> ofInstruction(in.opcode());
    };
  }

  private long ofCallee(int function) {
    return function < imported ? HOST_CALL : Math.max(0, constants[function]);
  }
}
