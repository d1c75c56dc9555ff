package org.wasmudf.bench.micro;

import org.wasmudf.runtime.EngineStatus;
import org.wasmudf.runtime.UdfRuntime;

/// The engine that guests run on.
public final class Engine {
  private Engine() {}

  /// Refuses to measure interpreted guests.
  ///
  /// @throws IllegalStateException when this process would interpret them
  public static void mustCompile() {
    EngineStatus status = UdfRuntime.shared().engineStatus();
    if (!status.compiled()) {
      throw new IllegalStateException(
          "this process would interpret WebAssembly (engine: %s); start it with the flags in jvm.options"
              .formatted(status.name()));
    }
  }
}
