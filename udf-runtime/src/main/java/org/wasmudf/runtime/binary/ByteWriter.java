package org.wasmudf.runtime.binary;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Appends the primitives of the binary format.
final class ByteWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  ByteWriter u8(int value) {
    out.write(value);
    return this;
  }

  ByteWriter bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  ByteWriter bytes(byte[] bytes, int from, int to) {
    out.write(bytes, from, to - from);
    return this;
  }

  /// The other's bytes with their number before them.
  ByteWriter sized(ByteWriter content) {
    return u32(content.size()).append(content);
  }

  ByteWriter append(ByteWriter other) {
    try {
      other.out.writeTo(out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return this;
  }

  int size() {
    return out.size();
  }

  /// Unsigned LEB128.
  ByteWriter u32(int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
    return this;
  }

  /// Signed LEB128, as i32 and i64 constants are written.
  ByteWriter s64(long value) {
    long rest = value;
    while (rest < -64 || rest > 63) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>= 7;
    }
    out.write((int) (rest & 0x7f));
    return this;
  }

  ByteWriter littleEndian(long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >>> (8 * i)));
    }
    return this;
  }

  ByteWriter name(String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return u32(utf8.length).bytes(utf8);
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}
