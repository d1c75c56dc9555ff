package org.wasmudf.samples;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A sample guest that brings its language's runtime or library, and imports what that needs.
public enum RuntimeSample {
  /// Go, with its garbage collector and scheduler.
  GO("go/words.wasm"),
  /// Rust with its standard library.
  RUST_STD("rust-std/stats.wasm"),
  /// AssemblyScript, with its garbage collector.
  ASSEMBLYSCRIPT("assemblyscript/words.wasm"),
  /// C with wasi-libc.
  C_WASI("c-wasi/text.wasm");

  private final String path;

  RuntimeSample(String path) {
    this.path = path;
  }

  /// The module's folder and file, such as `go/words.wasm`.
  public String path() {
    return path;
  }

  /// The module's bytes, read anew at each call.
  public byte[] bytes() {
    try (var in = RuntimeSample.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new FileNotFoundException(path + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
