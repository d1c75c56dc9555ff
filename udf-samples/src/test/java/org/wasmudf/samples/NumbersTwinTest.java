package org.wasmudf.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumbersTwinTest {
  private static final long[] EDGES = {
    0, 1, -1, 2, -2, 1L << 62, -(1L << 62), Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1
  };

  @Test
  void gcdIsThatOfBigIntegerAtTheEdges() {
    for (long a : EDGES) {
      for (long b : EDGES) {
        assertThat(NumbersTwin.gcd(a, b)).as("gcd(%d, %d)", a, b).isEqualTo(bigGcd(a, b));
      }
    }
    assertThat(NumbersTwin.gcd(Long.MIN_VALUE, 0)).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void gcdIsThatOfBigIntegerForRandomNumbers() {
    long seed = 4711;
    var random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      long a = random.nextLong() >> random.nextInt(64);
      long b = random.nextLong() >> random.nextInt(64);
      assertThat(NumbersTwin.gcd(a, b))
          .as("seed %d: gcd(%d, %d)", seed, a, b)
          .isEqualTo(bigGcd(a, b));
    }
  }

  private static long bigGcd(long a, long b) {
    return BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).longValue();
  }

  @Test
  void pointsOfTheMandelbrotSetNeverEscape() {
    assertThat(NumbersTwin.mandelbrot(0, 0)).isEqualTo(100);
    assertThat(NumbersTwin.mandelbrot(-1, 0)).isEqualTo(100);
    assertThat(NumbersTwin.mandelbrot(-2, 0)).isEqualTo(100);
    assertThat(NumbersTwin.mandelbrot(0, 1)).isEqualTo(100);
    assertThat(NumbersTwin.mandelbrot(0.25, 0)).isEqualTo(100);
  }

  @Test
  void pointsOutsideEscapeAfterAsManySteps() {
    assertThat(NumbersTwin.mandelbrot(3, 0)).isEqualTo(1);
    assertThat(NumbersTwin.mandelbrot(2, 0)).isEqualTo(2); // 2, 6
    assertThat(NumbersTwin.mandelbrot(1, 0)).isEqualTo(3); // 1, 2, 5
    assertThat(NumbersTwin.mandelbrot(0, 2)).isEqualTo(2); // 2i, -4 + 2i
    assertThat(NumbersTwin.mandelbrot(Double.NaN, 0)).isEqualTo(1);
    assertThat(NumbersTwin.mandelbrot(Double.NEGATIVE_INFINITY, 0)).isEqualTo(1);
  }
}
