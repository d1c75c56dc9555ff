package org.wasmudf.samples;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A sample guest whose functions take or return batches.
public enum BatchSample {
  /// A function for batches and a table function, in C.
  C_TEXT("c-batch/text.wasm"),
  /// Functions of records, in C.
  C_RECORDS("c-batch/records.wasm"),
  /// The same in Rust.
  RUST_RECORDS("rust-batch/records.wasm");

  private final String path;

  BatchSample(String path) {
    this.path = path;
  }

  /// The module's bytes, read anew at each call.
  public byte[] bytes() {
    try (var in = BatchSample.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new FileNotFoundException(path + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
