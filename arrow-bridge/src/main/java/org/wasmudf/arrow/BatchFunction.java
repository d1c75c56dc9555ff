package org.wasmudf.arrow;

import java.util.List;
import java.util.Map;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ValueType;
import org.wasmudf.runtime.limit.Limit;

/// A function that a guest computes for all rows of a batch in one call, over the Arrow C Data
/// Interface, checked against its module. Immutable.
///
/// @param module where the function lives
/// @param export the name it is exported under, without [#SUFFIX]
/// @param signature what it takes and returns
/// @param limits what its calls may use at most, where that is less than the tenant's own limits
public record BatchFunction(
    WasmModule module, String export, FunctionSignature signature, Map<Limit, Long> limits)
    implements ValueFunction {
  /// What the name of the export ends with.
  public static final String SUFFIX = "__batch";

  private static final FunctionType TYPE =
      new FunctionType(List.of(ValueType.I32, ValueType.I32), List.of(ValueType.I32));

  /// A function with no limits but the tenant's.
  public BatchFunction(WasmModule module, String export, FunctionSignature signature) {
    this(module, export, signature, Map.of());
  }

  /// Checks that the module exports the function, and can be handed batches.
  ///
  /// @throws UdfException UNKNOWN_EXPORT or SIGNATURE_MISMATCH, saying what to change
  public BatchFunction {
    limits = Map.copyOf(limits);
    RequiredExports required = new RequiredExports(module, signature.toString());
    required.function(export + SUFFIX, TYPE);
    required.roomForBatches();
  }

  /// Whether a module exports a function for batches under that name.
  public static boolean isOffered(WasmModule module, String export) {
    return module.exportedFunction(export + SUFFIX).isPresent();
  }

  @Override
  public String called() {
    return export + SUFFIX;
  }

  /// A result has a validity bitmap or not as the guest likes.
  @Override
  public boolean returnsNull() {
    return true;
  }

  @Override
  public boolean isCalledOnNull() {
    return signature.nullInput() == NullInput.CALLED;
  }
}
