package org.wasmudf.runtime.symbol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The decoder of RFC 3492, for identifiers that aren't ASCII.
final class Punycode {
  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int FIRST_BIAS = 72;
  private static final int FIRST_CODE_POINT = 0x80;

  private Punycode() {}

  /// Decodes.
  ///
  /// @param basic the ASCII characters
  /// @param deltas which others come where, in lower-case letters and digits
  /// @return nothing where that makes no sense
  static Optional<String> decoded(String basic, String deltas) {
    List<Integer> codePoints = new ArrayList<>(basic.chars().boxed().toList());
    long codePoint = FIRST_CODE_POINT;
    long index = 0;
    int bias = FIRST_BIAS;
    boolean first = true;
    for (int at = 0; at < deltas.length(); first = false) {
      long delta = 0;
      long weight = 1;
      int digit;
      int threshold;
      int k = BASE;
      do {
        if (at == deltas.length()) {
          return Optional.empty();
        }
        digit = digit(deltas.charAt(at++));
        delta += digit * weight;
        if (digit < 0 || delta > Integer.MAX_VALUE) {
          return Optional.empty();
        }
        threshold = Math.clamp(k - bias, T_MIN, T_MAX);
        weight = Math.min(weight * (BASE - threshold), Integer.MAX_VALUE);
        k += BASE;
      } while (digit >= threshold);
      int count = codePoints.size() + 1;
      bias = adapted(delta, count, first);
      index += delta;
      codePoint += index / count;
      index %= count;
      if (codePoint > Character.MAX_CODE_POINT) {
        return Optional.empty();
      }
      codePoints.add((int) index++, (int) codePoint);
    }
    StringBuilder text = new StringBuilder();
    codePoints.forEach(text::appendCodePoint);
    return Optional.of(text.toString());
  }

  private static int digit(char c) {
    if (c >= 'a' && c <= 'z') {
      return c - 'a';
    }
    return c >= '0' && c <= '9' ? 26 + c - '0' : -1;
  }

  private static int adapted(long delta, int count, boolean first) {
    long d = first ? delta / DAMP : delta / 2;
    d += d / count;
    int k = 0;
    while (d > (BASE - T_MIN) * T_MAX / 2) {
      d /= BASE - T_MIN;
      k += BASE;
    }
    return (int) (k + (BASE - T_MIN + 1) * d / (d + SKEW));
  }
}
