package org.wasmudf.sql;

/// The limit of TIME and TIMESTAMP: Calcite carries milliseconds, and a value with more digits is
/// refused rather than compared cut.
final class FractionalSeconds {
  private static final int MAX_DIGITS = 3;

  private FractionalSeconds() {}

  /// Whether the text of a time has more digits after the point than are carried; zeros at the end
  /// don't count.
  static boolean areTooMany(String time) {
    int point = time.indexOf('.');
    if (point < 0) {
      return false;
    }
    int last = point;
    for (int i = point + 1; i < time.length() && Character.isDigit(time.charAt(i)); i++) {
      last = time.charAt(i) == '0' ? last : i;
    }
    return last - point > MAX_DIGITS;
  }

  static RefusedException refused(String value) {
    return RefusedException.unsupported(
        "TIME and TIMESTAMP have at most %d fractional digits in a query, '%s' has more"
            .formatted(MAX_DIGITS, value));
  }
}
