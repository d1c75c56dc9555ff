package org.wasmudf.runtime;

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
      LOG.log(System.Logger.Level.WARNING, status.warning());
    }
  }
}
