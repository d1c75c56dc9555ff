package org.wasmudf.runtime.wasi;

import static org.wasmudf.runtime.binary.ValueType.I32;

import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// The functions of our own ABI: to fail with a message, and to log one.
final class WasmudfImports {
  private static final String MODULE = "wasmudf";

  private WasmudfImports() {}

  static List<AllowedImport> functions() {
    return List.of(
        AllowedImport.of(MODULE, "fail", List.of(I32, I32), WasmudfImports::fail),
        AllowedImport.of(MODULE, "log", List.of(I32, I32, I32), WasmudfImports::log));
  }

  private static long fail(Caller caller, long... arguments) {
    String message = GuestText.utf8Message(bytes(caller, "fail", arguments[0], arguments[1]));
    throw message.isBlank()
        ? UdfException.of(UdfErrorCode.GUEST_ERROR, "it failed without a message")
        : UdfException.saidByGuest(message);
  }

  private static long log(Caller caller, long... arguments) {
    caller.charge(Charge.CALL);
    MemorySegment message = bytes(caller, "log", arguments[1], arguments[2]);
    caller.context().log().message(level(arguments[0]), message);
    return 0;
  }

  private static MemorySegment bytes(Caller caller, String name, long pointer, long length) {
    try {
      return caller.bytes(pointer, length);
    } catch (MemoryFault e) {
      throw UdfException.of(
          UdfErrorCode.TRAP_OUT_OF_BOUNDS,
          "it passed a pointer and length to %s.%s that are not within its memory"
              .formatted(MODULE, name));
    }
  }

  /// From 1, an error, to 5, a trace; what is beyond is the nearest.
  private static Level level(long number) {
    if (number <= 1) {
      return Level.ERROR;
    }
    return switch ((int) number) {
      case 2 -> Level.WARNING;
      case 3 -> Level.INFO;
      case 4 -> Level.DEBUG;
      default -> Level.TRACE;
    };
  }
}
