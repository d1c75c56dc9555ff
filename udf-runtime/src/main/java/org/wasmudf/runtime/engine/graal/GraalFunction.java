package org.wasmudf.runtime.engine.graal;

import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.binary.ValueType;
import org.wasmudf.runtime.engine.Extern;

/// An exported function.
record GraalFunction(Value value) implements Extern.Function {
  @Override
  public int call(int... arguments) {
    try {
      Value result =
          switch (arguments.length) {
            case 0 -> value.execute();
            case 1 -> value.execute(arguments[0]);
            case 2 -> value.execute(arguments[0], arguments[1]);
            case 3 -> value.execute(arguments[0], arguments[1], arguments[2]);
            default -> value.execute(boxed(arguments));
          };
      return result.fitsInInt() ? result.asInt() : 0;
    } catch (PolyglotException e) {
      throw Traps.toUdfException(e);
    }
  }

  @Override
  public Number call(@Nullable ValueType type, Object... arguments) {
    try {
      Value result = value.execute(arguments);
      if (Receiver.of(result) instanceof Number number) {
        return number;
      }
      return switch (type) {
        case null -> 0;
        case I32 -> result.asInt();
        case I64 -> result.asLong();
        case F32 -> result.asFloat();
        case F64 -> result.asDouble();
        default -> throw new IllegalArgumentException("a result of type " + type);
      };
    } catch (PolyglotException e) {
      throw Traps.toUdfException(e);
    }
  }

  private static Object[] boxed(int[] arguments) {
    Object[] values = new Object[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments[i];
    }
    return values;
  }
}
