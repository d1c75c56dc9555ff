package org.wasmudf.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.wasmudf.runtime.engine.WasmEngine;

/// Says once, loudly, when modules would be interpreted, and what to add to the command line.
final class EngineCheck {
  private static final System.Logger LOG = System.getLogger(UdfRuntime.class.getName());

  private final WasmEngine engine;
  private final AtomicBoolean done = new AtomicBoolean();

  EngineCheck(WasmEngine engine) {
    this.engine = engine;
  }

  void warnOnceIfInterpreted() {
    if (!done.compareAndSet(false, true)) {
      return;
    }
    EngineStatus status = engine.status();
    if (!status.compiled()) {
      LOG.log(System.Logger.Level.WARNING, warning(status));
    }
  }

  static String warning(EngineStatus status) {
    return """
    WebAssembly is NOT COMPILED in this process (engine: %s): functions run 100 to 500 times slower than they should.
    Start java with these flags, where graal-compiler is the folder with the Graal compiler's jars:
    %s --upgrade-module-path=graal-compiler\
    """
        .formatted(status.name(), String.join(" ", jvmOptions().lines().toList()));
  }

  private static String jvmOptions() {
    try (InputStream in = EngineCheck.class.getResourceAsStream("jvm.options")) {
      if (in == null) {
        throw new IllegalStateException("jvm.options is missing from the jar of udf-runtime");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
