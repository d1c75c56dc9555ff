package org.wasmudf.arrow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;

/// The modules in `src/test/guests`, and functions of theirs.
final class Guests {
  static final Path FOLDER = Path.of("src/test/guests");

  private Guests() {}

  static WasmModule module(String guest) {
    try {
      return UdfRuntime.shared().load(Files.readAllBytes(FOLDER.resolve(guest + ".wasm")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A guest's export, under its own name.
  static ScalarFunction function(
      String guest, String export, SqlType result, SqlType... parameters) {
    return function(module(guest), export, result, parameters);
  }

  static ScalarFunction function(
      WasmModule module, String export, SqlType result, SqlType... parameters) {
    return new ScalarFunction(
        module, export, new FunctionSignature(export, List.of(parameters), result));
  }

  /// The function of `plain` or `strings` that returns its argument.
  static ScalarFunction identity(SqlType type) {
    if (type.isVariableLength()) {
      return function("strings", "echo", type, type);
    }
    return function("plain", "id_" + type.wasmType(), type, type);
  }
}
