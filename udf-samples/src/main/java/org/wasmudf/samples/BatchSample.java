package org.wasmudf.samples;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The sample guest with a function for batches and a table function, `c-batch/text.wasm`.
public final class BatchSample {
  private static final String PATH = "c-batch/text.wasm";

  private BatchSample() {}

  /// The module's bytes, read anew at each call.
  public static byte[] bytes() {
    try (var in = BatchSample.class.getResourceAsStream(PATH)) {
      if (in == null) {
        throw new FileNotFoundException(PATH + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
