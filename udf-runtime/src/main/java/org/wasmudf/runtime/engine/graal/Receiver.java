package org.wasmudf.runtime.engine.graal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/// What lies behind a value of the engine's. To ask a value by way of the engine's interoperability
/// takes 50 to 100 ns, as long as a short call.
final class Receiver {
  private static final @Nullable VarHandle FIELD = field();

  private Receiver() {}

  private static @Nullable VarHandle field() {
    Class<?> type = Value.class.getSuperclass();
    try {
      return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
          .findVarHandle(type, "receiver", Object.class);
    } catch (ReflectiveOperationException e) {
      // Another version of the engine, or one on the module path.
      return null;
    }
  }

  /// What lies behind a value; null where it can't be got at.
  static @Nullable Object of(Value value) {
    return FIELD == null ? null : FIELD.get(value);
  }
}
