package org.wasmudf.samples;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A sample guest: one compiled module, from one source. The modules of one topic export the same
/// functions with the same results, whatever language they come from.
public enum SampleModule {
  C_MONEY("c", "money"),
  C_NUMBERS("c", "numbers"),
  C_TEXT("c", "text"),
  C_TOTALS("c", "totals"),
  RUST_MONEY("rust", "money"),
  RUST_NUMBERS("rust", "numbers"),
  RUST_TEXT("rust", "text");

  private final String language;
  private final String topic;

  SampleModule(String language, String topic) {
    this.language = language;
    this.topic = topic;
  }

  /// The language of the source, `c` or `rust`; also the name of its folder.
  public String language() {
    return language;
  }

  /// What the functions are about: `money`, `numbers`, `text`, or `totals`, which are aggregates.
  public String topic() {
    return topic;
  }

  /// Where the module lies on the class path, such as `org/wasmudf/samples/c/money.wasm`.
  public String resource() {
    return "org/wasmudf/samples/" + language + "/" + topic + ".wasm";
  }

  /// The module's bytes, read anew at each call.
  public byte[] bytes() {
    try (var in = SampleModule.class.getResourceAsStream("/" + resource())) {
      if (in == null) {
        throw new FileNotFoundException(resource() + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
