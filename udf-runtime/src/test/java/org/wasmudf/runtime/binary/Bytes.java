package org.wasmudf.runtime.binary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/// Bytes put together by hand for tests, knowing of the format no more than numbers and lengths.
final class Bytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// Literal bytes.
  static Bytes raw(int... bytes) {
    Bytes result = new Bytes();
    for (int b : bytes) {
      result.out.write(b);
    }
    return result;
  }

  /// Literal bytes.
  static Bytes raw(byte[] bytes) {
    Bytes result = new Bytes();
    result.out.writeBytes(bytes);
    return result;
  }

  /// The header of a module and then sections.
  static byte[] module(Bytes... sections) {
    return raw(0, 'a', 's', 'm', 1, 0, 0, 0).then(sections).toArray();
  }

  /// A section: its id, its size and its contents.
  static Bytes section(int id, Bytes... contents) {
    return raw(id).then(sized(contents));
  }

  /// A custom section.
  static Bytes custom(String name, Bytes... contents) {
    return section(0, name(name), raw().then(contents));
  }

  /// A vector: its count and its items.
  static Bytes vector(Bytes... items) {
    return number(items.length).then(items);
  }

  /// Contents with their length in bytes before them.
  static Bytes sized(Bytes... contents) {
    Bytes all = raw().then(contents);
    return number(all.out.size()).then(all);
  }

  /// A name, as its UTF-8 bytes with their number before them.
  static Bytes name(String name) {
    byte[] utf8 = name.getBytes(UTF_8);
    return number(utf8.length).then(raw(utf8));
  }

  /// An unsigned number in LEB128.
  static Bytes number(long value) {
    Bytes result = new Bytes();
    for (long rest = value; ; rest >>>= 7) {
      boolean last = rest < 0x80;
      result.out.write((int) (rest & 0x7f) | (last ? 0 : 0x80));
      if (last) {
        return result;
      }
    }
  }

  Bytes then(Bytes... others) {
    for (Bytes other : others) {
      out.writeBytes(other.toArray());
    }
    return this;
  }

  byte[] toArray() {
    return out.toByteArray();
  }
}
