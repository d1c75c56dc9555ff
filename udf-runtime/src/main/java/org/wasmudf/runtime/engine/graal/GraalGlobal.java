package org.wasmudf.runtime.engine.graal;

import org.graalvm.polyglot.Value;
import org.wasmudf.runtime.engine.Extern;

/// An exported global.
record GraalGlobal(Value value) implements Extern.Global {
  private static final String MEMBER = "value";

  @Override
  public long get() {
    return value.getMember(MEMBER).asLong();
  }

  @Override
  public void set(long newValue) {
    value.putMember(MEMBER, newValue);
  }
}
