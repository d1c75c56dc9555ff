package org.wasmudf.runtime.binary;

import java.util.Arrays;

/// Finds out, instruction by instruction, the most that one call of a function can execute: the
/// longest way through it. Knows no answer for what has loops, calls, or operations whose work
/// depends on an operand.
final class ConstantCost {
  private static final long NO_WAY = -1;

  private boolean constant = true;
  private long path;
  private long longest;
  private int depth;

  /// By block, the function itself first: the longest way to its end, and to its else if none was
  /// met.
  private long[] toEnd = {NO_WAY, 0, 0, 0};

  private long[] toElse = {NO_WAY, 0, 0, 0};

  void add(InstructionReader in) {
    if (!constant) {
      return;
    }
    Opcode opcode = in.opcode();
    step(opcode);
    switch (opcode) {
      case LOOP,
          CALL,
          CALL_INDIRECT,
          MEMORY_GROW,
          MEMORY_COPY,
          MEMORY_FILL,
          MEMORY_INIT,
          TABLE_COPY,
          TABLE_FILL,
          TABLE_GROW,
          TABLE_INIT ->
          constant = false;
      case BLOCK -> open(NO_WAY);
      case IF -> open(path);
      case ELSE -> {
        toEnd[depth] = Math.max(toEnd[depth], path);
        path = toElse[depth];
        toElse[depth] = NO_WAY;
      }
      case END -> {
        path = Math.max(path, Math.max(toEnd[depth], toElse[depth]));
        depth--;
      }
      case BR -> {
        branch(in.index());
        path = NO_WAY;
      }
      case BR_IF -> branch(in.index());
      case BR_TABLE -> {
        for (int i = 0; i < in.labels(); i++) {
          branch(in.label(i));
        }
        path = NO_WAY;
      }
      case RETURN, UNREACHABLE -> path = NO_WAY;
      default -> {}
    }
  }

  private void step(Opcode opcode) {
    if (path != NO_WAY) {
      path += FunctionCosts.ofInstruction(opcode);
      longest = Math.max(longest, path);
    }
  }

  private void open(long otherwise) {
    depth++;
    if (depth == toEnd.length) {
      toEnd = Arrays.copyOf(toEnd, 2 * depth);
      toElse = Arrays.copyOf(toElse, 2 * depth);
    }
    toEnd[depth] = NO_WAY;
    toElse[depth] = otherwise;
  }

  private void branch(int label) {
    toEnd[depth - label] = Math.max(toEnd[depth - label], path);
  }

  /// Whether there is an answer.
  boolean isConstant() {
    return constant;
  }

  /// The number of instructions on the longest way.
  long instructions() {
    return longest;
  }
}
