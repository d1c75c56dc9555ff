package org.wasmudf.runtime.lift;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.InstructionReader;
import org.wasmudf.runtime.binary.LocalGroup;
import org.wasmudf.runtime.binary.Opcode;
import org.wasmudf.runtime.binary.ValueType;

/// Writes the body of one function as bytecode.
///
/// The two machines are alike: values stay on the operand stack, in the same order, and blocks end
/// in labels. All branches go forwards. The module was validated, so the types are taken for
/// granted; the JVM checks them again.
final class BodyTranslator {
  private final CodeBuilder code;
  private final InstructionReader in;
  private final FunctionType type;
  private final List<Integer> slots = new ArrayList<>();
  private final List<ValueType> localTypes = new ArrayList<>();
  private final List<ValueType> stack = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private boolean reachable = true;

  /// A block that is open.
  ///
  /// @param end where branches to it go
  /// @param otherwise where an `if` goes whose condition is false, until its `else`
  /// @param height of the stack below its parameters
  /// @param reachable whether the block itself is reached; otherwise none of it is written
  /// @param type what it takes and leaves
  private record Block(
      Label end, @Nullable Label otherwise, int height, boolean reachable, FunctionType type) {}

  BodyTranslator(CodeBuilder code, InstructionReader in, FunctionType type) {
    this.code = code;
    this.in = in;
    this.type = type;
  }

  /// Whether an instruction can be translated.
  static boolean takes(InstructionReader in) {
    return switch (in.opcode()) {
      case NOP, BLOCK, IF, ELSE, END, BR, BR_IF, RETURN, DROP, SELECT, SELECT_TYPED -> true;
      case LOCAL_GET, LOCAL_SET, LOCAL_TEE, I32_CONST, I64_CONST, F32_CONST, F64_CONST -> true;
      case Opcode other -> NumericMethods.has(other);
    };
  }

  void translate() {
    for (int i = 0; i < type.parameters().size(); i++) {
      localTypes.add(type.parameters().get(i));
      slots.add(code.parameterSlot(i));
    }
    for (LocalGroup group : in.localGroups()) {
      for (int i = 0; i < group.count(); i++) {
        declare(group.type());
      }
    }
    blocks.add(
        new Block(code.newLabel(), null, 0, true, new FunctionType(List.of(), type.results())));
    while (in.next()) {
      switch (in.opcode()) {
        // Where nothing arrives only the nesting counts.
        case BLOCK, IF -> open(in.opcode() == Opcode.IF);
        case ELSE -> orElse();
        case END -> end();
        default -> {
          if (reachable) {
            instruction();
          }
        }
      }
    }
    code.return_(kind(type.results().getFirst()));
  }

  private void declare(ValueType local) {
    int slot = code.allocateLocal(kind(local));
    localTypes.add(local);
    slots.add(slot);
    constant(local, 0);
    code.storeLocal(kind(local), slot);
  }

  private void instruction() {
    Opcode opcode = in.opcode();
    switch (opcode) {
      case NOP -> {}
      case BR -> {
        branch(in.index());
        reachable = false;
      }
      case BR_IF -> branchIf(in.index());
      case RETURN -> {
        branch(blocks.size() - 1);
        reachable = false;
      }
      case DROP -> drop(pop());
      case SELECT, SELECT_TYPED -> {
        pop();
        pop();
        ValueType chosen = pop();
        NumericMethods.writeSelect(code, chosen);
        stack.add(chosen);
      }
      case LOCAL_GET -> {
        ValueType local = localTypes.get(in.index());
        code.loadLocal(kind(local), slots.get(in.index()));
        stack.add(local);
      }
      case LOCAL_SET -> code.storeLocal(kind(pop()), slots.get(in.index()));
      case LOCAL_TEE -> {
        TypeKind kind = kind(stack.getLast());
        duplicate(kind);
        code.storeLocal(kind, slots.get(in.index()));
      }
      case I32_CONST -> push(ValueType.I32, in.bits());
      case I64_CONST -> push(ValueType.I64, in.bits());
      case F32_CONST -> push(ValueType.F32, in.bits());
      case F64_CONST -> push(ValueType.F64, in.bits());
      default -> {
        NumericMethods.write(code, opcode);
        for (int i = 0; i < NumericMethods.operands(opcode); i++) {
          pop();
        }
        stack.add(NumericMethods.result(opcode));
      }
    }
  }

  private void open(boolean conditional) {
    Label otherwise = conditional ? code.newLabel() : null;
    if (reachable && otherwise != null) {
      pop();
      code.ifeq(otherwise);
    }
    FunctionType block = in.blockType();
    int height = reachable ? stack.size() - block.parameters().size() : stack.size();
    blocks.add(new Block(code.newLabel(), otherwise, height, reachable, block));
  }

  private void orElse() {
    Block block = blocks.removeLast();
    if (reachable) {
      code.goto_(block.end());
    }
    if (block.reachable() && block.otherwise() != null) {
      code.labelBinding(block.otherwise());
      restore(block, block.type().parameters());
    }
    reachable = block.reachable();
    blocks.add(new Block(block.end(), null, block.height(), block.reachable(), block.type()));
  }

  private void end() {
    Block block = blocks.removeLast();
    if (!block.reachable()) {
      return;
    }
    // An if without an else passes its parameters on.
    if (block.otherwise() != null) {
      code.labelBinding(block.otherwise());
    }
    code.labelBinding(block.end());
    restore(block, block.type().results());
    reachable = true;
  }

  private void restore(Block block, List<ValueType> values) {
    stack.subList(block.height(), stack.size()).clear();
    stack.addAll(values);
  }

  private void branchIf(int label) {
    pop();
    Label stay = code.newLabel();
    code.ifeq(stay);
    List<ValueType> before = List.copyOf(stack);
    branch(label);
    stack.clear();
    stack.addAll(before);
    code.labelBinding(stay);
  }

  /// Leaves only the block's results on top of what was there before it, and goes to its end.
  private void branch(int label) {
    Block target = blocks.get(blocks.size() - 1 - label);
    List<ValueType> results = target.type().results();
    int below = stack.size() - results.size();
    if (below > target.height()) {
      List<Integer> kept = new ArrayList<>();
      for (ValueType each : results.reversed()) {
        int slot = code.allocateLocal(kind(each));
        code.storeLocal(kind(each), slot);
        kept.add(slot);
      }
      for (ValueType each : stack.subList(target.height(), below).reversed()) {
        drop(each);
      }
      for (int i = 0; i < results.size(); i++) {
        code.loadLocal(kind(results.get(i)), kept.get(results.size() - 1 - i));
      }
    }
    code.goto_(target.end());
  }

  private void push(ValueType constant, long bits) {
    constant(constant, bits);
    stack.add(constant);
  }

  private void constant(ValueType constant, long bits) {
    switch (constant) {
      case I32 -> code.loadConstant((int) bits);
      case I64 -> code.loadConstant(bits);
      // As bits: a class file's constants needn't keep those of NaNs.
      case F32 -> {
        code.loadConstant((int) bits);
        NumericMethods.write(code, Opcode.F32_REINTERPRET_I32);
      }
      case F64 -> {
        code.loadConstant(bits);
        NumericMethods.write(code, Opcode.F64_REINTERPRET_I64);
      }
      case V128, FUNCREF, EXTERNREF -> throw new IllegalStateException("no number: " + constant);
    }
  }

  private ValueType pop() {
    return stack.removeLast();
  }

  private void drop(ValueType value) {
    if (kind(value).slotSize() == 2) {
      code.pop2();
    } else {
      code.pop();
    }
  }

  private void duplicate(TypeKind kind) {
    if (kind.slotSize() == 2) {
      code.dup2();
    } else {
      code.dup();
    }
  }

  private static TypeKind kind(ValueType type) {
    return TypeKind.from(NumericMethods.javaClass(type));
  }
}
