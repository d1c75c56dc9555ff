package org.wasmudf.sql.parser;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParserPos;

/// Bytes from the text of a literal, in linear time. White space between digits is skipped, so that
/// a long literal can be wrapped.
final class BinaryLiteral {
  /// The token's text, with its quotes and any prefix.
  private final String image;

  private final SqlParserPos position;

  BinaryLiteral(String image, SqlParserPos position) {
    this.image = image;
    this.position = position;
  }

  /// The bytes of `X'...'`, or of the `'...'` that continues one.
  byte[] hex() {
    byte[] bytes = new byte[image.length() / 2];
    int digits = 0;
    for (int i = image.indexOf('\'') + 1; i < image.length() - 1; i++) {
      char c = image.charAt(i);
      if (isSpace(c)) {
        continue;
      }
      if (!HexFormat.isHexDigit(c)) {
        throw wrongDigit(i, "hexadecimal");
      }
      bytes[digits / 2] = (byte) (bytes[digits / 2] << 4 | HexFormat.fromHexDigit(c));
      digits++;
    }
    if (digits % 2 != 0) {
      throw StatementError.at(
          position, "the literal has " + digits + " hexadecimal digits; every byte takes two");
    }
    return Arrays.copyOf(bytes, digits / 2);
  }

  /// The bytes of `'...'` in the standard Base64 alphabet, with or without padding.
  byte[] base64() {
    byte[] digits = new byte[image.length()];
    int count = 0;
    for (int i = image.indexOf('\'') + 1; i < image.length() - 1; i++) {
      char c = image.charAt(i);
      if (isSpace(c)) {
        continue;
      }
      if (!isBase64(c)) {
        throw wrongDigit(i, "Base64");
      }
      digits[count++] = (byte) c;
    }
    try {
      return Base64.getDecoder().decode(Arrays.copyOf(digits, count));
    } catch (IllegalArgumentException e) {
      throw StatementError.at(position, "the literal is not Base64: " + e.getMessage());
    }
  }

  private static boolean isBase64(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/'
        || c == '=';
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
  }

  private CalciteContextException wrongDigit(int index, String kind) {
    return StatementError.at(
        positionOf(index),
        "'" + Character.toString(image.codePointAt(index)) + "' is not a " + kind + " digit");
  }

  /// Counts lines as the parser does: each of CR, LF and CR LF ends one.
  private SqlParserPos positionOf(int index) {
    int line = position.getLineNum();
    int column = position.getColumnNum();
    for (int i = 0; i < index; i++) {
      char c = image.charAt(i);
      if (c == '\n' || (c == '\r' && image.charAt(i + 1) != '\n')) {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return new SqlParserPos(line, column);
  }
}
