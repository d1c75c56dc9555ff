package org.wasmudf.runtime.wasi;

import static org.wasmudf.runtime.binary.ValueType.I32;

import java.util.List;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// What AssemblyScript's compiler makes modules import: the way out of failed assertions and
/// exceptions.
final class AssemblyScriptImports {
  /// Where a string's length in bytes lies, before its first character.
  private static final long LENGTH_BEFORE = Integer.BYTES;

  private AssemblyScriptImports() {}

  static List<AllowedImport> functions() {
    return List.of(
        AllowedImport.of(
            "env", "abort", List.of(I32, I32, I32, I32), AssemblyScriptImports::abort));
  }

  private static long abort(Caller caller, long... arguments) {
    try {
      String message = string(caller, arguments[0]);
      String file = string(caller, arguments[1]);
      String line = Integer.toUnsignedString((int) arguments[2]);
      String column = Integer.toUnsignedString((int) arguments[3]);
      String place = file.isBlank() ? "" : " (" + file + ":" + line + ":" + column + ")";
      throw message.isBlank()
          ? UdfException.of(UdfErrorCode.GUEST_ERROR, "it aborted" + place)
          : UdfException.saidByGuest(message + place);
    } catch (MemoryFault e) {
      throw UdfException.of(
          UdfErrorCode.TRAP_OUT_OF_BOUNDS,
          "it passed a string to env.abort that is not within its memory");
    }
  }

  private static String string(Caller caller, long pointer) {
    if (pointer == 0) {
      return "";
    }
    long length = Caller.u32(caller.bytes(pointer - LENGTH_BEFORE, Integer.BYTES), 0);
    return GuestText.utf16Message(caller.bytes(pointer, length));
  }
}
