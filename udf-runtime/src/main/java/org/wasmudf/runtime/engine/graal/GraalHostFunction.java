package org.wasmudf.runtime.engine.graal;

import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.binary.ValueType;
import org.wasmudf.runtime.engine.Extern;

/// A host function as the engine calls it.
record GraalHostFunction(Extern.HostFunction function) implements ProxyExecutable {
  @Override
  public @Nullable Object execute(Value... values) {
    long[] arguments = new long[values.length];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = values[i].asLong();
    }
    long result = function.code().call(arguments);
    if (function.type().results().isEmpty()) {
      return null;
    }
    // Not by a conditional expression, which would make a long of either.
    if (function.type().results().getFirst() == ValueType.I32) {
      return (int) result;
    }
    return result;
  }
}
