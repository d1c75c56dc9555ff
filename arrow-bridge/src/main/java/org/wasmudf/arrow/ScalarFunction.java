package org.wasmudf.arrow;

import java.util.Map;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.limit.Limit;

/// A plain exported function under a SQL signature, checked against its module. Immutable.
///
/// @param module where the function lives
/// @param export the name it is exported under, without the suffix of one that returns NULL
/// @param signature what it takes and returns
/// @param limits what its calls may use at most, where that is less than the tenant's own limits
public record ScalarFunction(
    WasmModule module, String export, FunctionSignature signature, Map<Limit, Long> limits)
    implements GuestFunction, ValueFunction {
  private static final String NULLABLE = "__nullable";

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
    signature.checkFlat(
        signature.toString(),
        "export '%s', see the guest ABI".formatted(export + BatchFunction.SUFFIX));
    boolean returnsNull = returnsNull(module, export);
    RequiredExports required = new RequiredExports(module, signature.toString());
    required.function(called(module, export), signature.wasmType(returnsNull));
    boolean takesBytes = signature.parameters().stream().anyMatch(SqlType::isVariableLength);
    if (takesBytes || signature.result().isVariableLength()) {
      required.memory("passes strings or binaries");
    } else if (signature.result() instanceof SqlType.WideDecimal) {
      required.memory("returns a pointer");
    } else if (returnsNull) {
      required.memory("is told where to say NULL");
    }
    if (takesBytes) {
      required.roomForHost("takes strings or binaries");
    } else if (returnsNull) {
      required.roomForHost("is told where to say NULL");
    }
  }

  static boolean returnsNull(WasmModule module, String export) {
    return module.exportedFunction(export + NULLABLE).isPresent();
  }

  private static String called(WasmModule module, String export) {
    return returnsNull(module, export) ? export + NULLABLE : export;
  }

  @Override
  public boolean returnsNull() {
    return returnsNull(module, export);
  }

  @Override
  public String called() {
    return called(module, export);
  }

  @Override
  public boolean isCalledOnNull() {
    return signature.nullInput() == NullInput.CALLED;
  }

  @Override
  public String name() {
    return signature.name();
  }

  @Override
  public FunctionType wasmType() {
    return signature.wasmType(returnsNull());
  }
}
