// Functions with loops over nothing but numbers.

#include <stdint.h>

static uint64_t magnitude(int64_t n) {
  return n < 0 ? -(uint64_t)n : (uint64_t)n;
}

// gcd(a BIGINT, b BIGINT) RETURNS BIGINT: the greatest common divisor, never negative; gcd(a, 0) is |a|, gcd(0, 0) is 0.
// One value does not fit: 2^63, the divisor of -2^63 and itself or 0, wraps to -2^63.
int64_t gcd(int64_t a, int64_t b) {
  uint64_t x = magnitude(a);
  uint64_t y = magnitude(b);
  while (y != 0) {
    uint64_t rest = x % y;
    x = y;
    y = rest;
  }
  return (int64_t)x;
}

// mandelbrot(x DOUBLE, y DOUBLE) RETURNS INTEGER: the number of steps z = z * z + c, from z = 0 and with c = x + iy, that
// it takes until |z| is no longer at most 2; 100 where it still is after 100.
int32_t mandelbrot(double x, double y) {
  double re = 0;
  double im = 0;
  int32_t steps = 0;
  while (steps < 100 && re * re + im * im <= 4) {
    double next = re * re - im * im + x;
    im = 2 * re * im + y;
    re = next;
    steps++;
  }
  return steps;
}
