package org.wasmudf.runtime.engine.graal;

import org.graalvm.polyglot.PolyglotException;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// Turns what GraalWasm throws into errors of ours, by its messages: they are the specification's
/// own words for traps, except where the table of an indirect call is at fault.
final class Traps {
  /// What the engine throws where a host function was using it when the call was interrupted, as
  /// when it charges the guest: it passes for an exception of the host's.
  private static final String INTERRUPTION =
      "com.oracle.truffle.polyglot.PolyglotEngineImpl$InterruptExecution";

  private Traps() {}

  static UdfException toUdfException(PolyglotException e) {
    if (e.isHostException()) {
      return thrownByHost(e);
    }
    String message = e.getMessage() == null ? "" : e.getMessage();
    if (e.isInterrupted() || e.isCancelled()) {
      return UdfException.interrupted(e);
    }
    UdfErrorCode code = code(e, message);
    return UdfException.of(code, words(code, message), e);
  }

  private static String words(UdfErrorCode code, String message) {
    if (code.category() != UdfErrorCode.Category.GUEST) {
      return message;
    }
    String trap = "trap: " + message;
    return code == UdfErrorCode.TRAP_UNREACHABLE
        ? trap + ", which compilers put where code aborts or panics"
        : trap;
  }

  /// What a host function threw. What it meant as an error of ours is that error still.
  private static UdfException thrownByHost(PolyglotException e) {
    Throwable thrown = e.asHostException();
    if (thrown.getClass().getName().equals(INTERRUPTION)) {
      return UdfException.interrupted(e);
    }
    return switch (thrown) {
      case UdfException ours -> ours;
      case StackOverflowError _ ->
          UdfException.of(UdfErrorCode.STACK_OVERFLOW, "call stack exhausted", e);
      case OutOfMemoryError _ ->
          UdfException.of(UdfErrorCode.MEMORY_LIMIT, "the process is out of memory", e);
      default ->
          UdfException.of(UdfErrorCode.INTERNAL, "a function of the host failed: " + thrown, e);
    };
  }

  private static UdfErrorCode code(PolyglotException e, String message) {
    if (message.contains("call stack exhausted")) {
      return UdfErrorCode.STACK_OVERFLOW;
    }
    if (e.isResourceExhausted()
        || message.contains("could not allocate memory")
        || message.contains("exceeds implementation limit")) {
      return UdfErrorCode.MEMORY_LIMIT;
    }
    if (e.isInternalError() || !e.isGuestException()) {
      return UdfErrorCode.INTERNAL;
    }
    if (e.isSyntaxError()) {
      return UdfErrorCode.INVALID_MODULE;
    }
    if (message.contains("unreachable")) {
      return UdfErrorCode.TRAP_UNREACHABLE;
    }
    if (message.contains("indirect call")
        || message.contains("out of table bounds")
        || message.contains("is uninitialized")) {
      return UdfErrorCode.TRAP_INDIRECT_CALL;
    }
    if (message.contains("out of bounds")
        || message.contains("out-of-bounds")
        || message.contains("negative length")) {
      return UdfErrorCode.TRAP_OUT_OF_BOUNDS;
    }
    if (message.contains("divide by zero")) {
      return UdfErrorCode.TRAP_DIVIDE_BY_ZERO;
    }
    if (message.contains("integer overflow") || message.contains("invalid conversion")) {
      return UdfErrorCode.TRAP_INTEGER_OVERFLOW;
    }
    return UdfErrorCode.GUEST_ERROR;
  }
}
