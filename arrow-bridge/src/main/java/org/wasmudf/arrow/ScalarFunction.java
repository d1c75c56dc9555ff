package org.wasmudf.arrow;

import java.util.Map;
import java.util.OptionalLong;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.limit.Limit;

/// A plain exported function under a SQL signature, checked against its module. Immutable.
///
/// @param module where the function lives
/// @param export the name it is exported under
/// @param signature what it takes and returns
/// @param limits what its calls may use at most, where that is less than the tenant's own limits
public record ScalarFunction(
    WasmModule module, String export, FunctionSignature signature, Map<Limit, Long> limits)
    implements ValueFunction {
  /// A function with no limits but the tenant's.
  public ScalarFunction(WasmModule module, String export, FunctionSignature signature) {
    this(module, export, signature, Map.of());
  }

  /// Checks that the module exports the function with the type that the signature asks for, and can
  /// be handed its arguments.
  ///
  /// @throws UdfException UNKNOWN_EXPORT, SIGNATURE_MISMATCH or FORBIDDEN_IMPORT, saying what to
  ///   change
  public ScalarFunction {
    limits = Map.copyOf(limits);
    new RequiredExports(module, signature.toString()).function(export, signature.wasmType());
    boolean takesBytes = signature.parameters().stream().anyMatch(SqlType::isVariableLength);
    boolean touchesMemory = takesBytes || signature.result().isVariableLength();
    if (touchesMemory && !module.exportsMemory()) {
      throw UdfException.of(
          UdfErrorCode.SIGNATURE_MISMATCH,
          signature
              + " passes strings or binaries, so the module must export its memory as 'memory'");
    }
    if (takesBytes && !module.takesHostBytes()) {
      throw UdfException.of(
          UdfErrorCode.SIGNATURE_MISMATCH,
          signature
              + " takes strings or binaries and its module manages its own memory, so it must"
              + " export an allocator for the host: wasmudf_alloc(size, align) and"
              + " wasmudf_free(pointer, size, align), or malloc and free");
    }
  }

  @Override
  public String calledExport() {
    return export;
  }

  /// What each call costs, in instructions, where that is always the same: then the function
  /// doesn't count for itself. Empty for all others.
  OptionalLong constantCost() {
    return module.constantCost(export);
  }
}
