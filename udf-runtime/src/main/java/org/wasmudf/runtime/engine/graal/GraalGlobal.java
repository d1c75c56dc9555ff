package org.wasmudf.runtime.engine.graal;

import org.graalvm.polyglot.Value;
import org.graalvm.wasm.globals.WasmGlobal;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.engine.Extern;

/// An exported global.
///
/// Each call of a guest reads and writes one, for its fuel. So what lies behind the value is asked
/// itself, see [Receiver].
///
/// @param global what lies behind the value; null where it can't be got at
record GraalGlobal(Value value, @Nullable WasmGlobal global) implements Extern.Global {
  private static final String MEMBER = "value";

  static GraalGlobal of(Value value) {
    return new GraalGlobal(value, Receiver.of(value) instanceof WasmGlobal own ? own : null);
  }

  @Override
  public long get() {
    return global == null ? value.getMember(MEMBER).asLong() : global.loadAsLong();
  }

  @Override
  public void set(long newValue) {
    if (global == null) {
      value.putMember(MEMBER, newValue);
    } else {
      global.storeLong(newValue);
    }
  }
}
