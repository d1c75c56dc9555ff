package org.wasmudf.samples;

/// The functions of the `numbers` modules in Java.
public final class NumbersTwin {
  private NumbersTwin() {}

  /// The greatest common divisor, never negative; `gcd(a, 0)` is |a|, `gcd(0, 0)` is 0. One value
  /// does not fit: 2^63, the divisor of -2^63 and itself or 0, wraps to -2^63.
  public static long gcd(long a, long b) {
    long x = Math.abs(a);
    long y = Math.abs(b);
    while (y != 0) {
      long rest = Long.remainderUnsigned(x, y);
      x = y;
      y = rest;
    }
    return x;
  }

  /// The number of steps z = z * z + c, from z = 0 and with c = x + iy, that it takes until |z| is
  /// no longer at most 2; 100 where it still is after 100.
  public static int mandelbrot(double x, double y) {
    double re = 0;
    double im = 0;
    int steps = 0;
    while (steps < 100 && re * re + im * im <= 4) {
      double next = re * re - im * im + x;
      im = 2 * re * im + y;
      re = next;
      steps++;
    }
    return steps;
  }
}
