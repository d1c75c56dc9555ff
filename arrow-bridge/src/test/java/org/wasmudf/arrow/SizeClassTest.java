package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Sizes of blocks: tight, growing, and multiples of what they are aligned to.
class SizeClassTest {
  private static final long MOST_BYTES = 4L << 30;

  @Test
  void everyRequestFitsItsBlockAndNotTheNextSmallerOne() {
    for (long bytes = 0; bytes < MOST_BYTES; bytes += 1 + bytes / 37) {
      int sizeClass = SizeClass.of(bytes);
      assertThat(SizeClass.bytes(sizeClass)).as("%d bytes", bytes).isGreaterThanOrEqualTo(bytes);
      if (sizeClass > 0) {
        assertThat(SizeClass.bytes(sizeClass - 1)).as("%d bytes", bytes).isLessThan(bytes);
      }
    }
  }

  @Test
  void blocksGrowByAtMostAQuarterAndStayAligned() {
    assertThat(SizeClass.bytes(0)).isEqualTo(64);
    for (int sizeClass = 1; SizeClass.bytes(sizeClass) < MOST_BYTES; sizeClass++) {
      long bytes = SizeClass.bytes(sizeClass);
      long smaller = SizeClass.bytes(sizeClass - 1);
      assertThat(bytes).isGreaterThan(smaller).isLessThanOrEqualTo(smaller + smaller / 4);
      assertThat(SizeClass.of(bytes)).isEqualTo(sizeClass);
      assertThat(SizeClass.of(bytes + 1)).isEqualTo(sizeClass + 1);
      assertThat(SizeClass.roundedBytes(bytes)).isEqualTo(bytes);
      assertThat(bytes % 16).as("alignment of what follows").isZero();
    }
  }

  @Test
  void powersOfTwoLoseNothing() {
    for (int shift = 6; shift <= 31; shift++) {
      assertThat(SizeClass.roundedBytes(1L << shift)).isEqualTo(1L << shift);
    }
  }
}
