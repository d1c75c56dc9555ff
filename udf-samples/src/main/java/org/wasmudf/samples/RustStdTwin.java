package org.wasmudf.samples;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The functions of the guest in Rust with its standard library, in Java.
public final class RustStdTwin {
  private static final Pattern WORD = Pattern.compile("\\P{IsWhite_Space}+");
  private static final Pattern PART = Pattern.compile("\\+?([0-9]+)([dhms])");
  private static final int MAX_PRIMES = 10_000;

  private static final int[] PRIMES =
      IntStream.rangeClosed(2, 104_729).filter(RustStdTwin::isPrime).toArray();

  private RustStdTwin() {}

  private static boolean isPrime(int n) {
    return IntStream.iterate(2, d -> d * d <= n, d -> d + 1).allMatch(d -> n % d != 0);
  }

  /// The most frequent word between white space and how often it is there, such as `the (3)`; of
  /// several the first in the order of code points. Empty if there are no words.
  public static String topWord(String text) {
    return WORD
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        .entrySet()
        .stream()
        .max(
            Map.Entry.<String, Long>comparingByValue()
                .thenComparing(Map.Entry::getKey, (a, b) -> compareCodePoints(b, a)))
        .map(each -> each.getKey() + " (" + each.getValue() + ")")
        .orElse("");
  }

  private static int compareCodePoints(String a, String b) {
    return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
  }

  /// The seconds of a duration such as `1h 30m 15s`.
  ///
  /// @throws IllegalArgumentException if it is none, where the guest fails
  public static long seconds(String duration) {
    long sum = 0;
    for (MatchResult part : WORD.matcher(duration).results().toList()) {
      var matcher = PART.matcher(part.group());
      if (!matcher.matches() || new BigInteger(matcher.group(1)).bitLength() > Integer.SIZE) {
        throw new IllegalArgumentException("no duration: " + part.group());
      }
      long scale =
          switch (matcher.group(2)) {
            case "d" -> 86_400;
            case "h" -> 3_600;
            case "m" -> 60;
            default -> 1;
          };
      sum = Math.addExact(sum, Long.parseLong(matcher.group(1)) * scale);
    }
    return sum;
  }

  /// 2 for 1, 3 for 2, 5 for 3.
  ///
  /// @param n from 1 to 10,000
  /// @throws IllegalArgumentException if it isn't, where the guest panics
  public static int nthPrime(int n) {
    if (n < 1 || n > MAX_PRIMES) {
      throw new IllegalArgumentException("there is no prime number " + n + " here");
    }
    return PRIMES[n - 1];
  }
}
