package org.wasmudf.sql.parser;

import java.util.Arrays;

/// Where the statement says that a function's module is.
public sealed interface ModuleSource {
  /// A file, by the path in the statement; it is not read when the statement is parsed.
  record File(String path) implements ModuleSource {}

  /// The module itself, written into the statement.
  final class Bytes implements ModuleSource {
    private final byte[] bytes;

    /// Takes a copy.
    public Bytes(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    /// A copy of the module's bytes.
    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Bytes[length=" + bytes.length + "]";
    }
  }
}
