package org.wasmudf.arrow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;

/// The modules in `src/test/guests`, and functions of theirs.
final class Guests {
  static final Path FOLDER = Path.of("src/test/guests");

  private static final AtomicInteger unused = new AtomicInteger();

  private Guests() {}

  static WasmModule module(String guest) {
    return UdfRuntime.shared().load(bytes(guest));
  }

  /// A module that nobody has called yet: the same code, but a different custom section each time.
  static WasmModule unusedModule(String guest) {
    ByteBuffer bytes = ByteBuffer.allocate(100_000);
    byte[] name = Integer.toString(unused.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
    bytes.put(bytes(guest)).put((byte) 0).put((byte) (1 + name.length));
    bytes.put((byte) name.length).put(name);
    return UdfRuntime.shared().load(Arrays.copyOf(bytes.array(), bytes.position()));
  }

  private static byte[] bytes(String guest) {
    return read(FOLDER.resolve(guest + ".wasm"));
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
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

  /// The function of `plain`, `strings` or `wide` that returns its argument.
  static ScalarFunction identity(SqlType type) {
    if (type.isVariableLength()) {
      return function("strings", "echo", type, type);
    }
    if (type instanceof SqlType.WideDecimal) {
      return function("wide", "id_wide", type, type);
    }
    return function("plain", "id_" + type.wasmType(), type, type);
  }

  /// A function of `nulls` or `wide` that is called on NULL input: `zero` returns what it sees of
  /// its argument, `pass` returns NULL where that is.
  static ScalarFunction calledOnNull(String name, SqlType type) {
    boolean isWide = type instanceof SqlType.WideDecimal;
    String suffix =
        type.isVariableLength() ? "bytes" : isWide ? "wide" : type.wasmType().toString();
    String export = name + "_" + suffix;
    return new ScalarFunction(
        module(isWide ? "wide" : "nulls"),
        export,
        new FunctionSignature(export, List.of(type), type, NullInput.CALLED, StringLength.ANY));
  }
}
