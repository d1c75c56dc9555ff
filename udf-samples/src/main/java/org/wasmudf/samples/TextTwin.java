package org.wasmudf.samples;

import java.nio.charset.StandardCharsets;

/// The functions of the `text` modules in Java.
public final class TextTwin {
  private static final int MAX_POINTS = 1024;
  private static final int MAX_DOMAIN_BYTES = 255;

  private TextTwin() {}

  /// How many code points must be inserted, deleted or replaced to turn one text into the other.
  ///
  /// @throws IllegalArgumentException if a text has more than 1024 code points, where the guests
  ///   trap
  public static int levenshtein(String a, String b) {
    int[] rows = points(a);
    int[] columns = points(b);
    var row = new int[columns.length + 1];
    for (int j = 0; j <= columns.length; j++) {
      row[j] = j;
    }
    for (int i = 0; i < rows.length; i++) {
      int diagonal = row[0];
      row[0] = i + 1;
      for (int j = 0; j < columns.length; j++) {
        int above = row[j + 1];
        int replaced = diagonal + (rows[i] == columns[j] ? 0 : 1);
        row[j + 1] = Math.min(replaced, Math.min(above, row[j]) + 1);
        diagonal = above;
      }
    }
    return row[columns.length];
  }

  private static int[] points(String text) {
    int[] points = text.codePoints().toArray();
    if (points.length > MAX_POINTS) {
      throw new IllegalArgumentException(
          "levenshtein takes texts of at most %d code points, not %d"
              .formatted(MAX_POINTS, points.length));
    }
    return points;
  }

  /// `a***@example.com` for `alice@example.com`, keeping the first code point and the domain, which
  /// begins at the last @. What has no @, or more than 255 bytes of UTF-8 after it, becomes `***`.
  public static String maskEmail(String address) {
    int at = address.lastIndexOf('@');
    if (at < 0) {
      return "***";
    }
    String domain = address.substring(at + 1);
    if (domain.getBytes(StandardCharsets.UTF_8).length > MAX_DOMAIN_BYTES) {
      return "***";
    }
    String first = at == 0 ? "" : Character.toString(address.codePointAt(0));
    return first + "***@" + domain;
  }

  /// The 64-bit FNV-1a hash of bytes; a VARCHAR's are its UTF-8.
  public static long fnv1a(byte[] text) {
    long hash = 0xCBF29CE484222325L;
    for (byte b : text) {
      hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
    }
    return hash;
  }
}
