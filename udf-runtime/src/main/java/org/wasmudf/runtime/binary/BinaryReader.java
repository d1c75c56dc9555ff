package org.wasmudf.runtime.binary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// A position in a range of a module's bytes, and the primitives of the format. Every read checks
/// the range; whatever is wrong is INVALID_MODULE and names the offset.
///
/// Values are named (`what`) as they should appear in a message.
final class BinaryReader {
  private static final int MAX_SHOWN = 100;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final byte[] bytes;
  private final int end;
  private final String range;
  private int offset;

  BinaryReader(byte[] bytes, int offset, int end, String range) {
    this.bytes = bytes;
    this.offset = offset;
    this.end = end;
    this.range = range;
  }

  /// The error for what stands at an offset.
  static UdfException malformed(int offset, String message) {
    String where = " (offset " + offset + ", 0x" + Integer.toHexString(offset) + ")";
    return UdfException.of(UdfErrorCode.INVALID_MODULE, message + where);
  }

  /// A byte as messages show it: `0x0a`.
  static String hex(int value) {
    return "0x" + HexFormat.of().toHexDigits((byte) value);
  }

  /// A name as messages show it: on one line and of bearable length.
  static String quote(String name) {
    String shown = name.codePointCount(0, name.length()) <= MAX_SHOWN ? name : shortened(name);
    return "'" + CONTROL.matcher(shown).replaceAll("?") + "'";
  }

  private static String shortened(String name) {
    return name.substring(0, name.offsetByCodePoints(0, MAX_SHOWN)) + "...";
  }

  private static String bytes(long count) {
    return count == 1 ? "1 byte" : count + " bytes";
  }

  int offset() {
    return offset;
  }

  int end() {
    return end;
  }

  int remaining() {
    return end - offset;
  }

  /// Steps over `length` bytes and gives a reader of them.
  BinaryReader take(long length, String name) {
    int start = offset;
    skip(length, name);
    return new BinaryReader(bytes, start, offset, name);
  }

  void skip(long length, String what) {
    if (length > remaining()) {
      throw malformed(
          offset,
          "truncated: "
              + what
              + " takes "
              + bytes(length)
              + ", but "
              + range
              + " ends after "
              + remaining());
    }
    offset += (int) length;
  }

  int u8(String what) {
    if (offset == end) {
      throw malformed(offset, "truncated: " + range + " ends before " + what);
    }
    return bytes[offset++] & 0xff;
  }

  /// The byte that comes next, or -1 at the end.
  int peek() {
    return offset == end ? -1 : bytes[offset] & 0xff;
  }

  /// A byte that the format fixes.
  void expect(int value, String what) {
    int found = u8(what);
    if (found != value) {
      throw malformed(offset - 1, what + " is " + hex(found) + ", not " + hex(value));
    }
  }

  /// A little-endian number of `size` bytes, at most 8.
  long fixed(int size, String what) {
    skip(size, what);
    long value = 0;
    for (int i = 1; i <= size; i++) {
      value = (value << 8) | (bytes[offset - i] & 0xff);
    }
    return value;
  }

  /// An unsigned 32-bit number in LEB128.
  long u32(String what) {
    int start = offset;
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = u8(what);
      value |= (long) (next & 0x7f) << shift;
      if (shift == 28 && next > 0x0f) {
        throw badLeb128(start, what, 32, next);
      }
      if (next < 0x80) {
        return value;
      }
    }
  }

  /// A signed number of 32, 33 or 64 bits in LEB128.
  long signed(int bits, String what) {
    int start = offset;
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = u8(what);
      value |= (long) (next & 0x7f) << shift;
      int left = bits - shift;
      if (left < 7) {
        // The sign and the bits past it have to be the same.
        int sign = (byte) (next << 1) >> left;
        if (next >= 0x80 || (sign != 0 && sign != -1)) {
          throw badLeb128(start, what, bits, next);
        }
      }
      if (next < 0x80) {
        int unused = Math.max(0, 64 - 7 - shift);
        return value << unused >> unused;
      }
    }
  }

  private static UdfException badLeb128(int start, String what, int bits, int lastByte) {
    String problem = lastByte >= 0x80 ? " is longer than " : " has bits set beyond ";
    return malformed(start, what + ": the LEB128 number" + problem + bits + " bits");
  }

  /// An index of something of which there are `bound`.
  int index(int bound, String what) {
    int start = offset;
    long index = u32(what);
    if (index >= bound) {
      throw malformed(start, what + " " + index + " is out of range: there are " + bound);
    }
    return (int) index;
  }

  /// How many things follow that take at least a byte each.
  int count(String things) {
    int start = offset;
    long count = u32(things);
    if (count > remaining()) {
      throw malformed(
          start,
          count
              + " "
              + things
              + " are announced, but "
              + range
              + " ends after "
              + bytes(remaining()));
    }
    return (int) count;
  }

  /// A name: its length in bytes and its UTF-8.
  String name(String what) {
    int start = nameBytes(what);
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, offset - start)).toString();
    } catch (CharacterCodingException _) {
      throw malformed(start, what + " is not valid UTF-8");
    }
  }

  /// A name in which U+FFFD replaces what is not UTF-8.
  String lenientName(String what) {
    int start = nameBytes(what);
    return new String(bytes, start, offset - start, UTF_8);
  }

  private int nameBytes(String what) {
    long length = u32(what);
    int start = offset;
    skip(length, what);
    return start;
  }

  /// Checks that nothing is left.
  void finish() {
    if (offset != end) {
      throw malformed(offset, range + " is " + bytes(remaining()) + " longer than its contents");
    }
  }
}
