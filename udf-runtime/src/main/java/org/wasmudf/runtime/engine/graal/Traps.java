package org.wasmudf.runtime.engine.graal;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SourceSection;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.symbol.RustSymbols;
import org.wasmudf.runtime.wasi.GuestText;

/// Turns what GraalWasm throws into errors of ours, by its messages: they are the specification's
/// own words for traps, except where the table of an indirect call is at fault.
final class Traps {
  /// How the names of modules begin whose functions are no guest's.
  static final String KERNEL = "kernel:";

  private static final int MAX_FRAMES = 64;
  private static final int MAX_NAME = 300;

  /// GraalWasm's names for functions without one.
  private static final Pattern NAMELESS = Pattern.compile("wasm-function:(\\d+)");

  /// Its own frames: the ways from the host into a function and back, and a loop that was compiled
  /// while it ran, below which the function itself is.
  private static final Pattern ENGINES =
      Pattern.compile("wasm-function-interop:.*|wasm-function:\\D.*|.*<OSR@\\d+>", Pattern.DOTALL);

  /// What the engine throws where a host function was using it when the call was interrupted, as
  /// when it charges the guest: it passes for an exception of the host's.
  private static final String INTERRUPTION =
      "com.oracle.truffle.polyglot.PolyglotEngineImpl$InterruptExecution";

  private Traps() {}

  static UdfException toUdfException(PolyglotException e) {
    return understood(e).at(stack(e));
  }

  /// The guest's functions, innermost first, without the host's, the kernel's and the engine's own.
  private static List<String> stack(PolyglotException e) {
    return StreamSupport.stream(e.getPolyglotStackTrace().spliterator(), false)
        .filter(each -> each.isGuestFrame() && !isKernel(each))
        .map(PolyglotException.StackFrame::getRootName)
        .filter(each -> !ENGINES.matcher(each).matches())
        .limit(MAX_FRAMES)
        .map(Traps::readable)
        .toList();
  }

  private static boolean isKernel(PolyglotException.StackFrame frame) {
    SourceSection location = frame.getSourceLocation();
    return location != null && location.getSource().getName().startsWith(KERNEL);
  }

  private static String readable(String name) {
    Matcher nameless = NAMELESS.matcher(name);
    if (nameless.matches()) {
      return "func[" + nameless.group(1) + "]";
    }
    String text = GuestText.shown(RustSymbols.demangled(name)).replace('\n', ' ');
    return text.length() > MAX_NAME ? text.substring(0, MAX_NAME) + "..." : text;
  }

  private static UdfException understood(PolyglotException e) {
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
