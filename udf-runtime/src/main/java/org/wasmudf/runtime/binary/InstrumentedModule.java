package org.wasmudf.runtime.binary;

import java.util.Optional;
import java.util.OptionalLong;

/// A module that counts its fuel and leaves its memory to the host; immutable.
///
/// What the host has to do with it: create the memory, if there is one, with at most the maximum
/// that the module declares; give it and, where the module grows its memory, the function that does
/// that; write fuel into the global that the module exports as [#FUEL]; call [#START], if there is
/// one, before anything else. Functions are known here by the numbers that they have in the module
/// as it was before.
public final class InstrumentedModule {
  /// The first name of what the module imports.
  public static final String HOST = "wasmudf";

  /// The second name of the imported memory.
  public static final String MEMORY = "memory";

  /// The second name of the imported function, of type `(i32) -> i32`, that does what `memory.grow`
  /// says, and may refuse by -1 whatever the host's limits don't allow.
  public static final String GROW = "grow";

  /// The name of the exported mutable i64 global, 0 at first: how many instructions may still be
  /// executed. Below zero after a trap, it says that fuel ran out; no other trap leaves it there.
  /// At most [#MAX_FUEL].
  public static final String FUEL = "wasmudf.fuel";

  /// The name of the exported mutable i64 global, above zero at first: how many values the calls of
  /// functions with large frames may still take on the stack. Below zero after a trap, it says that
  /// calls were nested too deep; no other trap leaves it there.
  public static final String STACK = "wasmudf.stack";

  /// The name of the exported function that was the module's start function.
  public static final String START = "wasmudf.start";

  /// So much that nothing the module does makes the counter wrap.
  public static final long MAX_FUEL = 1L << 62;

  private final byte[] wasm;
  private final Additions additions;
  private final FunctionCosts costs;
  private final boolean start;

  InstrumentedModule(byte[] wasm, Additions additions, FunctionCosts costs, boolean start) {
    this.wasm = wasm;
    this.additions = additions;
    this.costs = costs;
    this.start = start;
  }

  /// A copy of the new module's bytes.
  public byte[] wasm() {
    return wasm.clone();
  }

  /// The size, in pages, of the memory that the module imports now and defined before.
  public Optional<Limits> memory() {
    return additions.memory();
  }

  /// Whether the module imports [#GROW].
  public boolean growsMemory() {
    return additions.grow().isPresent();
  }

  /// Whether the module exports [#STACK].
  public boolean limitsStack() {
    return additions.stack().isPresent();
  }

  /// Whether the module exports [#START].
  public boolean hasStart() {
    return start;
  }

  /// The number that a function had in the module before.
  public int originalNumber(int function) {
    return additions.original(function);
  }

  /// What each call of a function costs that doesn't count by itself: the host has to charge that,
  /// for it carries no code that does. Empty for functions that count by themselves, and for
  /// imported ones.
  public OptionalLong constantCost(int function) {
    return costs.constant(function);
  }
}
