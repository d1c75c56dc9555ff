package org.wasmudf.runtime.binary;

import java.util.Arrays;
import java.util.BitSet;

/// Where a function pays, in the order of its code, and how much.
final class Charges {
  private int[] offsets = new int[8];
  private long[] amounts = new long[8];

  /// How much of each amount is for code that may not run.
  private int[] surplus = new int[8];

  private final BitSet checked = new BitSet();
  private int size;
  private boolean loops;

  /// Adds a charge behind the last one.
  ///
  /// @param offset the instruction before which to pay, counted from the start of the module
  /// @param check whether to stop there when nothing is left
  /// @return the new charge's number
  int add(int offset, long amount, boolean check) {
    if (size == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * size);
      amounts = Arrays.copyOf(amounts, 2 * size);
      surplus = Arrays.copyOf(surplus, 2 * size);
    }
    offsets[size] = offset;
    amounts[size] = amount;
    checked.set(size, check);
    return size++;
  }

  /// Makes a charge pay for code as well that may run after it, unless that gets too much.
  boolean raise(int charge, long amount, int maxSurplus) {
    if (surplus[charge] + amount > maxSurplus) {
      return false;
    }
    surplus[charge] += (int) amount;
    amounts[charge] += amount;
    return true;
  }

  /// Notes that the function has a loop.
  void setLoops() {
    loops = true;
  }

  /// Whether the function has a loop.
  boolean loops() {
    return loops;
  }

  int size() {
    return size;
  }

  int offset(int charge) {
    return offsets[charge];
  }

  long amount(int charge) {
    return amounts[charge];
  }

  boolean checked(int charge) {
    return checked.get(charge);
  }
}
