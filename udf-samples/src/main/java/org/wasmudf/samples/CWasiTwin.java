package org.wasmudf.samples;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The functions of the guest in C with its library, in Java.
public final class CWasiTwin {
  private static final int MAX_WORDS = 1000;

  private CWasiTwin() {}

  /// The words between ASCII white space, in the order of their code points, with one space between
  /// them. The text ends at a zero byte.
  ///
  /// @throws IllegalArgumentException if there are more than 1,000 words, where the guest fails
  public static String sortWords(String text) {
    int end = text.indexOf('\0');
    String untilZero = end < 0 ? text : text.substring(0, end);
    String[] words =
        Arrays.stream(untilZero.split("[ \t\n\\x0B\f\r]+", -1))
            .filter(word -> !word.isEmpty())
            .toArray(String[]::new);
    if (words.length > MAX_WORDS) {
      throw new IllegalArgumentException("more than 1000 words");
    }
    return Arrays.stream(words)
        .map(word -> word.codePoints().toArray())
        .sorted(Arrays::compare)
        .map(points -> new String(points, 0, points.length))
        .collect(Collectors.joining(" "));
  }

  /// How many steps it takes to 1 by halving what is even and taking 3n + 1 of what is odd; -1 if n
  /// isn't positive.
  ///
  /// @throws IllegalArgumentException if a step doesn't fit 64 bits, where the guest exits
  public static int collatz(long n) {
    if (n <= 0) {
      return -1;
    }
    int steps = 0;
    BigInteger value = BigInteger.valueOf(n);
    for (; !value.equals(BigInteger.ONE); steps++) {
      value =
          value.testBit(0)
              ? value.multiply(BigInteger.valueOf(3)).add(BigInteger.ONE)
              : value.shiftRight(1);
      if (value.bitLength() > Long.SIZE) {
        throw new IllegalArgumentException(n + " leaves 64 bits");
      }
    }
    return steps;
  }
}
