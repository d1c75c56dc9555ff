package org.wasmudf.samples;

import java.time.Year;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// The functions of the AssemblyScript guest in Java.
public final class AssemblyScriptTwin {
  private static final List<String> THOUSANDS = List.of("", "M", "MM", "MMM");
  private static final List<String> HUNDREDS =
      List.of("", "C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM");
  private static final List<String> TENS =
      List.of("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC");
  private static final List<String> ONES =
      List.of("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX");
  private static final int MAX_ROMAN = 3999;

  private AssemblyScriptTwin() {}

  /// The parts between single spaces, the last first.
  public static String reverseWords(String text) {
    List<String> parts = Arrays.asList(text.split(" ", -1));
    Collections.reverse(parts);
    return String.join(" ", parts);
  }

  /// A number in Roman numerals.
  ///
  /// @throws IllegalArgumentException if it isn't from 1 to 3,999, where the guest fails
  public static String roman(int n) {
    if (n < 1 || n > MAX_ROMAN) {
      throw new IllegalArgumentException("no Roman numeral for " + n);
    }
    return THOUSANDS.get(n / 1000)
        + HUNDREDS.get(n / 100 % 10)
        + TENS.get(n / 10 % 10)
        + ONES.get(n % 10);
  }

  /// Whether a year has 366 days in the Gregorian calendar.
  public static boolean leapYear(int year) {
    return Year.isLeap(year);
  }
}
