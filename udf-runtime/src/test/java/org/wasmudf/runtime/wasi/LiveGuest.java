package org.wasmudf.runtime.wasi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.wasmudf.runtime.Sandbox;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;

/// A new instance of one of the modules beside these tests, and what it logs.
final class LiveGuest implements AutoCloseable {
  static final int MEMORY_BYTES = 65_536;

  private static final ValueLayout.OfInt I32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong I64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  final List<String> lines = new ArrayList<>();
  private final WasmModule module;
  private final Sandbox sandbox;

  LiveGuest(String name) {
    module = UdfRuntime.shared().load(bytes(name));
    sandbox = UdfRuntime.shared().lease(List.of(module));
    begin(0);
  }

  static LiveGuest withEveryImport() {
    return new LiveGuest("every-import.wasm");
  }

  static byte[] bytes(String name) {
    try (InputStream in = LiveGuest.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  CallContext context(Instant now, long seed, int logBytes) {
    return new CallContext(now, seed, (level, line) -> lines.add(level + " " + line), logBytes);
  }

  void begin(long call) {
    begin(context(Instant.EPOCH, 0, CallContext.DEFAULT_LOG_BYTES), call);
  }

  void begin(CallContext context, long call) {
    sandbox.beginCall(context, call);
  }

  void end() {
    sandbox.endCall();
  }

  int call(String export, int... arguments) {
    return sandbox.guest(module).function(export).call(arguments);
  }

  MemorySegment memory() {
    return sandbox.guest(module).memory().segment();
  }

  int i32(int address) {
    return memory().get(I32, address);
  }

  long i64(int address) {
    return memory().get(I64, address);
  }

  void set(int address, int... words) {
    for (int i = 0; i < words.length; i++) {
      memory().set(I32, address + 4L * i, words[i]);
    }
  }

  void set64(int address, long value) {
    memory().set(I64, address, value);
  }

  /// Writes a text.
  ///
  /// @return its length in bytes
  int text(int address, String text) {
    return text(address, text, StandardCharsets.UTF_8);
  }

  int text(int address, String text, Charset charset) {
    byte[] bytes = text.getBytes(charset);
    bytes(address, bytes);
    return bytes.length;
  }

  void bytes(int address, byte... bytes) {
    MemorySegment.copy(bytes, 0, memory(), ValueLayout.JAVA_BYTE, address, bytes.length);
  }

  /// Not back into the pool: the next test gets an instance of its own.
  @Override
  public void close() {
    sandbox.discard();
  }
}
