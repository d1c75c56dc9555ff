package org.wasmudf.runtime.binary;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/// How high the operand stack of a function gets, found by walking through its code. With the local
/// variables it makes the size of a call's frame, which engines allocate whole.
///
/// Of code that is no valid module it says something, and never fails: the engine checks types.
final class OperandStack {
  /// Operations that put one value in the place of one.
  private static final Pattern UNARY =
      Pattern.compile(
          "eqz|clz|ctz|popcnt|abs|neg|ceil|floor|trunc.*|nearest|sqrt|not|extend.*|extadd.*"
              + "|convert.*|demote.*|promote.*|reinterpret.*|wrap.*|splat|extract_lane.*"
              + "|all_true|any_true|bitmask");

  private static final Map<Opcode, Integer> EFFECTS = effects();

  private final List<FunctionType> types;
  private final IntFunction<FunctionType> functionTypes;
  private final List<Block> blocks = new ArrayList<>();
  private long height;
  private long most;

  /// @param base the height around it
  private record Block(long base, FunctionType type) {}

  /// @param types those of the module
  /// @param functionTypes the type of a function by its index
  /// @param type the walked function's own
  OperandStack(
      List<FunctionType> types, IntFunction<FunctionType> functionTypes, FunctionType type) {
    this.types = types;
    this.functionTypes = functionTypes;
    blocks.add(new Block(0, type));
  }

  private static Map<Opcode, Integer> effects() {
    Map<Opcode, Integer> effects = new EnumMap<>(Opcode.class);
    for (Opcode each : Opcode.values()) {
      effects.put(each, effect(each));
    }
    return effects;
  }

  /// What an instruction whose operands don't depend on more than its opcode adds to the height.
  static int effect(Opcode opcode) {
    String text = opcode.toString();
    String operation = text.substring(text.indexOf('.') + 1);
    return switch (opcode) {
      case UNREACHABLE, NOP, BLOCK, LOOP, ELSE, END, BR, RETURN, CALL -> 0;
      case IF, BR_IF, BR_TABLE, CALL_INDIRECT, DROP, LOCAL_SET, GLOBAL_SET, TABLE_GROW -> -1;
      case SELECT, SELECT_TYPED, TABLE_SET, V128_BITSELECT -> -2;
      case LOCAL_GET, GLOBAL_GET, MEMORY_SIZE, TABLE_SIZE, REF_NULL, REF_FUNC -> 1;
      case LOCAL_TEE, TABLE_GET, MEMORY_GROW, REF_IS_NULL, DATA_DROP, ELEM_DROP -> 0;
      case MEMORY_INIT, MEMORY_COPY, MEMORY_FILL, TABLE_INIT, TABLE_COPY, TABLE_FILL -> -3;
      default -> {
        if (operation.equals("const")) {
          yield 1;
        }
        if (operation.startsWith("store")) {
          yield -2;
        }
        boolean plainLoad = operation.startsWith("load") && !operation.endsWith("_lane");
        yield plainLoad || UNARY.matcher(operation).matches() ? 0 : -1;
      }
    };
  }

  /// Goes on by the instruction that a reader has just read.
  void add(InstructionReader in) {
    if (blocks.isEmpty()) {
      return;
    }
    change(Objects.requireNonNull(EFFECTS.get(in.opcode())));
    switch (in.opcode()) {
      case BLOCK, LOOP, IF -> {
        FunctionType type = in.blockType();
        blocks.add(new Block(Math.max(0, height - type.parameters().size()), type));
      }
      case ELSE -> height = blocks.getLast().base() + blocks.getLast().type().parameters().size();
      case END -> {
        Block block = blocks.removeLast();
        height = block.base();
        change(block.type().results().size());
      }
      case CALL -> call(functionTypes.apply(in.index()));
      case CALL_INDIRECT -> call(types.get(in.index()));
      case BR, BR_TABLE, RETURN, UNREACHABLE -> height = blocks.getLast().base();
      default -> {}
    }
  }

  private void call(FunctionType type) {
    change(-type.parameters().size());
    change(type.results().size());
  }

  private void change(int by) {
    height = Math.max(blocks.isEmpty() ? 0 : blocks.getLast().base(), height + by);
    most = Math.max(most, height);
  }

  /// The greatest height so far.
  long most() {
    return most;
  }
}
