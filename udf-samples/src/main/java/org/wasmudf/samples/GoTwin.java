package org.wasmudf.samples;

import java.util.regex.Pattern;

/// The functions of the Go guest in Java.
public final class GoTwin {
  private static final Pattern WORD = Pattern.compile("\\P{IsWhite_Space}+");

  private GoTwin() {}

  /// How many words there are between white space.
  public static int wordCount(String text) {
    return (int) WORD.matcher(text).results().count();
  }

  /// A word, counted from 1.
  ///
  /// @throws IndexOutOfBoundsException if there are fewer, where the guest panics
  public static String nthWord(String text, int n) {
    return WORD.matcher(text).results().toList().get(n - 1).group();
  }

  /// The sum of a number's decimal digits.
  public static int digitSum(long n) {
    return Long.toString(n).chars().filter(c -> c != '-').map(c -> c - '0').sum();
  }

  /// The text with an upper-case letter where a word begins and lower-case letters after it.
  public static String titleCase(String text) {
    StringBuilder title = new StringBuilder();
    boolean inside = false;
    for (int point : text.codePoints().toArray()) {
      boolean letter = Character.isLetter(point);
      int rest = inside ? Character.toLowerCase(point) : Character.toUpperCase(point);
      title.appendCodePoint(letter ? rest : point);
      inside = letter;
    }
    return title.toString();
  }
}
