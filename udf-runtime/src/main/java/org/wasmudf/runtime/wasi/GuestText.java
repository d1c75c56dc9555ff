package org.wasmudf.runtime.wasi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// Text of a guest's as the host may show it to people.
public final class GuestText {
  /// What an error's message can have at most, in bytes of the guest's.
  static final int MAX_MESSAGE_BYTES = 4096;

  private static final String CUT = "...";
  private static final int REPLACEMENT = 0xFFFD;
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private GuestText() {}

  /// A message in UTF-8, as much of it as an error can have.
  static String utf8Message(MemorySegment bytes) {
    if (bytes.byteSize() <= MAX_MESSAGE_BYTES) {
      return utf8(bytes);
    }
    return utf8(whole(bytes.asSlice(0, MAX_MESSAGE_BYTES))) + CUT;
  }

  /// A message in UTF-16, as much of it as an error can have.
  static String utf16Message(MemorySegment bytes) {
    if (bytes.byteSize() <= MAX_MESSAGE_BYTES) {
      return shown(bytes, StandardCharsets.UTF_16LE);
    }
    return shown(bytes.asSlice(0, MAX_MESSAGE_BYTES), StandardCharsets.UTF_16LE) + CUT;
  }

  static String utf8(MemorySegment bytes) {
    return shown(bytes, StandardCharsets.UTF_8);
  }

  /// Without a last code point that lost its end when the bytes were cut.
  static MemorySegment whole(MemorySegment cut) {
    long end = cut.byteSize();
    for (long start = end - 1; start >= Math.max(0, end - 3); start--) {
      int b = Byte.toUnsignedInt(cut.get(ValueLayout.JAVA_BYTE, start));
      if (b >= 0xC0) {
        int length = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
        return start + length > end ? cut.asSlice(0, start) : cut;
      }
      if (b < 0x80) {
        break;
      }
    }
    return cut;
  }

  private static String shown(MemorySegment bytes, Charset charset) {
    return shown(new String(bytes.toArray(ValueLayout.JAVA_BYTE), charset));
  }

  /// Text of any length, without control characters, which could forge lines of a log or drive a
  /// terminal.
  public static String shown(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(each -> shown.appendCodePoint(isShown(each) ? each : REPLACEMENT));
    return shown.toString();
  }

  private static boolean isShown(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL -> codePoint == '\t' || codePoint == '\n';
      // These can reorder the text around them; the joiners are part of words and emoji.
      case Character.FORMAT -> codePoint == ZERO_WIDTH_JOINER || codePoint == ZERO_WIDTH_NON_JOINER;
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      default -> true;
    };
  }
}
