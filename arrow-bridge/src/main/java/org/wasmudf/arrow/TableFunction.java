package org.wasmudf.arrow;

import java.util.List;
import java.util.Map;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ValueType;
import org.wasmudf.runtime.limit.Limit;

/// A function of a guest that gives rows, batch by batch, checked against its module. Immutable.
///
/// @param module where the function lives
/// @param export what the names of its three exports begin with
/// @param signature what it takes and returns
/// @param limits what its calls may use at most, where that is less than the tenant's own limits
public record TableFunction(
    WasmModule module, String export, TableSignature signature, Map<Limit, Long> limits)
    implements ModuleFunction {
  private static final FunctionType NEXT =
      new FunctionType(List.of(ValueType.I32, ValueType.I32), List.of(ValueType.I32));
  private static final FunctionType CLOSE = new FunctionType(List.of(ValueType.I32), List.of());

  /// Checks that the module exports the three functions with the types that they must have.
  ///
  /// @throws UdfException UNKNOWN_EXPORT or SIGNATURE_MISMATCH, saying what to change
  public TableFunction {
    limits = Map.copyOf(limits);
    RequiredExports required = new RequiredExports(module, signature.toString());
    signature
        .open()
        .checkFlat(signature.toString(), "a table function can return it in its columns");
    required.function(export + "__open", signature.open().wasmType());
    required.function(export + "__next", NEXT);
    required.function(export + "__close", CLOSE);
    required.roomForBatches();
  }

  /// A function with no limits but the tenant's.
  public TableFunction(WasmModule module, String export, TableSignature signature) {
    this(module, export, signature, Map.of());
  }

  /// Begins the rows for some arguments.
  ScalarFunction open() {
    return new ScalarFunction(module, export + "__open", signature.open(), limits);
  }

  String next() {
    return export + "__next";
  }

  String close() {
    return export + "__close";
  }

  @Override
  public String name() {
    return signature.name();
  }
}
