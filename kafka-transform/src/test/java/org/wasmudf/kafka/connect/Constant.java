package org.wasmudf.kafka.connect;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Modules whose function `f` of type `(i64) -> i64` adds a number, or traps.
final class Constant {
  static final String FUNCTION = "f(BIGINT) RETURNS BIGINT";

  private Constant() {}

  /// @param number from 0 to 63
  static byte[] adding(int number) {
    // local.get 0; i64.const number; i64.add
    return module((byte) 0x7E, new byte[] {0x20, 0, 0x42, (byte) number, 0x7C});
  }

  static byte[] trapping() {
    return module((byte) 0x7E, new byte[] {0});
  }

  /// One of another type, `(i32) -> i32`.
  static byte[] ofOtherType() {
    return module((byte) 0x7F, new byte[] {0x20, 0});
  }

  private static byte[] module(byte type, byte[] code) {
    ByteArrayOutputStream wasm = new ByteArrayOutputStream();
    wasm.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    wasm.writeBytes(new byte[] {1, 6, 1, 0x60, 1, type, 1, type, 3, 2, 1, 0});
    wasm.writeBytes(new byte[] {7, 5, 1, 1, 'f', 0, 0});
    wasm.writeBytes(new byte[] {10, (byte) (code.length + 4), 1, (byte) (code.length + 2), 0});
    wasm.writeBytes(code);
    wasm.write(0x0B);
    return wasm.toByteArray();
  }

  /// A module with a section that nobody reads, so that it is another one.
  static byte[] labelled(byte[] module, String label) {
    byte[] text = label.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream wasm = new ByteArrayOutputStream();
    wasm.writeBytes(module);
    wasm.writeBytes(new byte[] {0, (byte) (text.length + 1), (byte) text.length});
    wasm.writeBytes(text);
    return wasm.toByteArray();
  }
}
