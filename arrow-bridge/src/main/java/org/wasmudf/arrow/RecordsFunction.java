package org.wasmudf.arrow;

import java.util.List;
import java.util.Map;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ValueType;
import org.wasmudf.runtime.limit.Limit;

/// A function that a guest computes for a batch of a log's records in one call, and that makes
/// none, one or many records of each, checked against its module. Immutable.
///
/// All have the same columns: [RecordsInput] what is taken, [RecordsOutput] what is returned.
///
/// @param module where the function lives
/// @param export the name it is exported under, without [#SUFFIX]
/// @param limits what its calls may use at most, where that is less than the tenant's own limits
public record RecordsFunction(WasmModule module, String export, Map<Limit, Long> limits)
    implements ModuleFunction {
  /// What the name of the export ends with.
  public static final String SUFFIX = "__records";

  private static final FunctionType TYPE =
      new FunctionType(List.of(ValueType.I32, ValueType.I32), List.of(ValueType.I32));

  /// A function with no limits but the tenant's.
  public RecordsFunction(WasmModule module, String export) {
    this(module, export, Map.of());
  }

  /// Checks that the module exports the function, and can be handed batches.
  ///
  /// @throws UdfException UNKNOWN_EXPORT or SIGNATURE_MISMATCH, saying what to change
  public RecordsFunction {
    limits = Map.copyOf(limits);
    RequiredExports required = new RequiredExports(module, "records function " + export);
    required.function(export + SUFFIX, TYPE);
    required.roomForBatches();
  }

  /// The export that is called.
  String called() {
    return export + SUFFIX;
  }

  @Override
  public String name() {
    return export;
  }
}
