package org.wasmudf.kafka;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads a declaration or a call, token by token. Every error is an [IllegalArgumentException] that
/// says at which character, counted from 1, what was expected.
final class TextReader {
  private final String text;
  private int position;

  TextReader(String text) {
    this.text = text;
    skipBlanks();
  }

  /// A reader of the same text that looks ahead.
  TextReader copy() {
    TextReader copy = new TextReader(text);
    copy.position = position;
    return copy;
  }

  boolean isAtEnd() {
    return position == text.length();
  }

  /// Whether a name comes next, in quotes or not.
  boolean isAtName() {
    return !isAtEnd() && (isNameStart(text.charAt(position)) || text.charAt(position) == '"');
  }

  /// Takes a character if it comes next.
  boolean takes(char symbol) {
    if (isAtEnd() || text.charAt(position) != symbol) {
      return false;
    }
    position++;
    skipBlanks();
    return true;
  }

  void expect(char symbol) {
    if (!takes(symbol)) {
      throw expected("'" + symbol + "'");
    }
  }

  /// Takes a word of SQL's, in any case, if it comes next.
  boolean takes(String keyword) {
    if (!keyword.equals(peekKeyword())) {
      return false;
    }
    position += keyword.length();
    skipBlanks();
    return true;
  }

  void expect(String... keywords) {
    for (String each : keywords) {
      if (!takes(each)) {
        throw expected(String.join(" ", keywords));
      }
    }
  }

  /// The word that comes next, in upper case; null when it isn't one.
  @Nullable String peekKeyword() {
    int end = position;
    while (end < text.length() && isNamePart(text.charAt(end), end > position)) {
      end++;
    }
    return end == position ? null : text.substring(position, end).toUpperCase(Locale.ROOT);
  }

  /// Takes a name: letters, digits, `_`, `$` and, behind the first, `-`; or anything in double
  /// quotes, of which two stand for one.
  ///
  /// @param what is expected, for the error
  String name(String what) {
    if (!isAtName()) {
      throw expected(what);
    }
    if (text.charAt(position) == '"') {
      return quoted('"');
    }
    int start = position;
    while (position < text.length() && isNamePart(text.charAt(position), position > start)) {
      position++;
    }
    String name = text.substring(start, position);
    skipBlanks();
    return name;
  }

  /// Takes a text in single quotes, of which two stand for one.
  String literal(String what) {
    if (isAtEnd() || text.charAt(position) != '\'') {
      throw expected(what);
    }
    return quoted('\'');
  }

  /// Takes a whole number.
  int number(String what) {
    int start = position;
    while (position < text.length() && Character.isDigit(text.charAt(position))) {
      position++;
    }
    try {
      int number = Integer.parseInt(text.substring(start, position));
      skipBlanks();
      return number;
    } catch (NumberFormatException e) {
      position = start;
      throw expected(what);
    }
  }

  /// The error that something else is here.
  IllegalArgumentException expected(String what) {
    String found = isAtEnd() ? "the end" : "'" + text.substring(position) + "'";
    return new IllegalArgumentException(
        "character %d of \"%s\": expected %s, found %s".formatted(position + 1, text, what, found));
  }

  private String quoted(char quote) {
    StringBuilder content = new StringBuilder();
    int start = position++;
    while (position < text.length()) {
      char next = text.charAt(position++);
      if (next != quote) {
        content.append(next);
      } else if (position < text.length() && text.charAt(position) == quote) {
        content.append(quote);
        position++;
      } else {
        skipBlanks();
        return content.toString();
      }
    }
    position = start;
    throw expected("a closing " + quote);
  }

  private void skipBlanks() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  private static boolean isNameStart(char letter) {
    return Character.isLetter(letter) || letter == '_' || letter == '$';
  }

  private static boolean isNamePart(char letter, boolean behindFirst) {
    return isNameStart(letter) || (behindFirst && (Character.isDigit(letter) || letter == '-'));
  }
}
