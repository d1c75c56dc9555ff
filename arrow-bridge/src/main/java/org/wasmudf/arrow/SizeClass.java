package org.wasmudf.arrow;

/// The sizes that blocks come in: four steps to each doubling, so that at most a fifth of a block
/// is unused.
final class SizeClass {
  static final int SMALLEST_BYTES = 64;
  private static final int SMALLEST_SHIFT = 6;
  private static final int STEPS = 4;

  private SizeClass() {}

  /// The class of blocks that hold so many bytes, counted from 0.
  static int of(long bytes) {
    if (bytes <= SMALLEST_BYTES) {
      return 0;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(bytes - 1);
    long step = ((bytes - 1) >>> (shift - 2)) & (STEPS - 1);
    return Math.toIntExact((long) (shift - SMALLEST_SHIFT) * STEPS + step + 1);
  }

  /// The size of a class's blocks.
  static long bytes(int sizeClass) {
    if (sizeClass == 0) {
      return SMALLEST_BYTES;
    }
    int shift = (sizeClass - 1) / STEPS + SMALLEST_SHIFT;
    long step = (sizeClass - 1L) % STEPS + 1;
    return (1L << shift) + (step << (shift - 2));
  }

  static long roundedBytes(long bytes) {
    return bytes(of(bytes));
  }
}
