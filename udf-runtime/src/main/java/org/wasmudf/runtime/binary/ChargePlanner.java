package org.wasmudf.runtime.binary;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides where a function pays for which of its instructions.
///
/// A stretch is code that runs from its first instruction to its last unless something traps. It
/// begins at the function's entry, at the head of a loop, in an arm of an `if`, behind a `br_if`,
/// or where ways join. Entries and heads pay for themselves. What else is short is paid together
/// with a stretch that always runs before it and at least as often: of the code that lies around
/// and before it, in the same loop. So nothing runs that was not paid for, and a charge is too high
/// by [#MAX_SURPLUS] at most.
final class ChargePlanner {
  private static final int MAX_SURPLUS = 32;

  /// From here on a charge is checked wherever it stands. Only calls of other functions make one
  /// that high for little code.
  private static final int CHECKED_AMOUNT = 256;

  private final FunctionCosts costs;
  private final Charges charges = new Charges();
  private final List<Block> blocks = new ArrayList<>();
  private Stretch stretch;
  private boolean reachable = true;

  private ChargePlanner(FunctionCosts costs, Stretch entry) {
    this.costs = costs;
    this.stretch = entry;
  }

  /// @param in a reader that stands before the first instruction; is read to its end
  static Charges plan(InstructionReader in, FunctionCosts costs) {
    ChargePlanner planner = new ChargePlanner(costs, new Stretch(in.end(), null));
    planner.open(Opcode.BLOCK);
    while (in.next()) {
      planner.add(in);
    }
    return planner.charges;
  }

  private void add(InstructionReader in) {
    if (reachable) {
      stretch.cost += costs.of(in);
    }
    switch (in.opcode()) {
      case BLOCK -> open(Opcode.BLOCK);
      case LOOP -> {
        charges.setLoops();
        finish();
        open(Opcode.LOOP);
        stretch = new Stretch(in.end(), null);
      }
      case IF -> {
        finish();
        open(Opcode.IF);
        begin(in.end(), stretch);
      }
      case ELSE -> startElse(in.end());
      case END -> endBlock(in.end());
      case BR -> {
        branch(in.index());
        stop();
      }
      case BR_IF -> {
        branch(in.index());
        finish();
        begin(in.end(), stretch);
      }
      case BR_TABLE -> {
        for (int i = 0; i < in.labels(); i++) {
          branch(in.label(i));
        }
        stop();
      }
      case RETURN, UNREACHABLE -> stop();
      default -> {}
    }
  }

  private void open(Opcode opcode) {
    blocks.add(new Block(opcode, stretch, reachable));
  }

  private void startElse(int offset) {
    finish();
    Block block = blocks.getLast();
    block.endReached |= reachable;
    block.opcode = Opcode.ELSE;
    reachable = block.reachable;
    begin(offset, block.opener);
  }

  private void endBlock(int offset) {
    Block block = blocks.removeLast();
    if (blocks.isEmpty()) {
      finish();
      return;
    }
    boolean skips = block.opcode == Opcode.IF && block.reachable;
    if (block.opcode == Opcode.BLOCK && !block.endReached) {
      return;
    }
    finish();
    reachable |= block.endReached || skips;
    begin(offset, block.opener);
  }

  private void branch(int label) {
    Block target = blocks.get(blocks.size() - 1 - label);
    target.endReached |= reachable && target.opcode != Opcode.LOOP;
  }

  private void stop() {
    finish();
    reachable = false;
  }

  /// @param payer the stretch that may pay for the new one
  private void begin(int offset, Stretch payer) {
    stretch = new Stretch(offset, payer);
  }

  private void finish() {
    if (!reachable) {
      return;
    }
    Stretch payer = stretch.payer;
    if (payer == null) {
      stretch.charge = charges.add(stretch.offset, stretch.cost, true);
    } else if (charges.raise(payer.charge, stretch.cost, MAX_SURPLUS)) {
      stretch.charge = payer.charge;
    } else {
      boolean check = stretch.cost >= CHECKED_AMOUNT;
      stretch.charge = charges.add(stretch.offset, stretch.cost, check);
    }
  }

  private static final class Stretch {
    final int offset;
    final @Nullable Stretch payer;
    long cost;
    int charge;

    Stretch(int offset, @Nullable Stretch payer) {
      this.offset = offset;
      this.payer = payer;
    }
  }

  private static final class Block {
    Opcode opcode;
    final Stretch opener;
    final boolean reachable;
    boolean endReached;

    Block(Opcode opcode, Stretch opener, boolean reachable) {
      this.opcode = opcode;
      this.opener = opener;
      this.reachable = reachable;
    }
  }
}
