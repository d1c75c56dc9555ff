package org.wasmudf.arrow;

import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.binary.FunctionType;

/// What a module must export for a declaration.
///
/// @param module the module
/// @param declaration as in SQL, for messages
record RequiredExports(WasmModule module, String declaration) {
  /// Checks that a function is there and has a type.
  ///
  /// @throws UdfException UNKNOWN_EXPORT or SIGNATURE_MISMATCH
  void function(String export, FunctionType expected) {
    FunctionType actual = module.exportedFunction(export).orElseThrow(() -> unknown(export));
    if (!actual.equals(expected)) {
      throw mismatch(
          "%s needs an export of type %s, but '%s' has the type %s"
              .formatted(declaration, expected, export, actual));
    }
  }

  /// Checks that batches can be handed over.
  ///
  /// @throws UdfException SIGNATURE_MISMATCH
  void roomForBatches() {
    String reason = "passes batches";
    memory(reason);
    roomForHost(reason);
  }

  /// Checks that the host can see the guest's memory.
  ///
  /// @param reason why it has to, as what the declaration does
  /// @throws UdfException SIGNATURE_MISMATCH
  void memory(String reason) {
    if (!module.exportsMemory()) {
      throw mismatch(
          "%s %s, so the module must export its memory as 'memory'".formatted(declaration, reason));
    }
  }

  /// Checks that there is room for the host's bytes in the guest's memory.
  ///
  /// @param reason as for [#memory]
  /// @throws UdfException SIGNATURE_MISMATCH
  void roomForHost(String reason) {
    if (!module.takesHostBytes()) {
      throw mismatch(
          "%s %s and its module manages its own memory, so it must export an allocator for the host: wasmudf_alloc(size, align) and wasmudf_free(pointer, size, align), or malloc and free"
              .formatted(declaration, reason));
    }
  }

  private UdfException unknown(String export) {
    var present = module.exportedFunctionNames();
    return UdfException.of(
        UdfErrorCode.UNKNOWN_EXPORT,
        "the module exports no function '%s'; it exports %s"
            .formatted(export, present.isEmpty() ? "none" : String.join(", ", present)));
  }

  private static UdfException mismatch(String detail) {
    return UdfException.of(UdfErrorCode.SIGNATURE_MISMATCH, detail);
  }
}
