package org.wasmudf.runtime.binary;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The modules and sources that lie beside these tests as resources.
final class Fixtures {
  static final String GUEST = "guest.wasm";
  static final String METERED = "metered.wasm";
  static final String RENUMBERED = "renumbered.wasm";
  static final String EVERY_INSTRUCTION = "every-instruction.wasm";

  private Fixtures() {}

  static byte[] bytes(String name) {
    try (InputStream in = Fixtures.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
