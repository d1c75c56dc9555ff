package org.wasmudf.runtime.engine;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ValueType;

/// Something that an instance exports or imports.
public sealed interface Extern {
  /// A linear memory.
  sealed interface Memory extends Extern permits DataMemory, GuestMemory {
    /// The whole memory as it is now. A memory that grows may move: a segment from before stays
    /// readable, but shows the old bytes.
    MemorySegment segment();
  }

  /// A memory that belongs to the host. Its size and address never change; any context of the
  /// process may import it.
  non-sealed interface DataMemory extends Memory {}

  /// A memory that an instance defined, or that the host made for one.
  non-sealed interface GuestMemory extends Memory {
    /// Grows the memory on the guest's behalf; only for guests that can't notice.
    ///
    /// @return whether its maximum allows that and the engine had the memory to give
    boolean grow(int pages);
  }

  /// An exported i64 global that can be written.
  non-sealed interface Global extends Extern {
    /// Its value as it is now.
    long get();

    /// Gives it another value.
    void set(long value);
  }

  /// An exported table of functions, for kernels that call through it.
  non-sealed interface Table extends Extern {}

  /// A function of the host's that instances import. Called by whatever thread runs the instance.
  ///
  /// @param type of i32 and i64 parameters, and at most one result of these types
  /// @param code what it does
  record HostFunction(FunctionType type, Code code) implements Extern {
    /// What a host function does.
    @FunctionalInterface
    public interface Code {
      /// Does it.
      ///
      /// @param arguments those of type i32 with their signs extended
      /// @return the result, of which an i32 takes the lower half; ignored where there is none
      long call(long... arguments);
    }
  }

  /// An exported function.
  non-sealed interface Function extends Extern {
    /// Calls the function with i32 arguments.
    ///
    /// @return its i32 result, or 0 where it has none
    /// @throws org.wasmudf.runtime.UdfException when the call traps
    int call(int... arguments);

    /// Calls the function with arguments of any numeric types.
    ///
    /// @param result what it returns: one of the four numeric types; null for nothing
    /// @param arguments an Integer, Long, Float or Double for each parameter
    /// @return the same for the result; 0 for nothing
    /// @throws org.wasmudf.runtime.UdfException when the call traps
    Number call(@Nullable ValueType result, Object... arguments);
  }
}
