package org.wasmudf.arrow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ValueType;
import org.wasmudf.runtime.limit.Limit;

/// What an aggregate function does with a group's state and returns nothing of: it makes one, takes
/// a row in, or takes another state in. Checked by the [AggregateFunction] that it belongs to.
///
/// So that it can stand in a [KernelExpr.Call], a call of it is worth its first argument: the
/// state's address in the guest's memory, an INTEGER.
///
/// @param module where the function lives
/// @param export the name it is exported under
/// @param signature its first parameter and its result are the state
/// @param limits what its calls may use at most, where that is less than the tenant's own limits
record StateFunction(
    WasmModule module, String export, FunctionSignature signature, Map<Limit, Long> limits)
    implements GuestFunction {
  /// The type of a state's address.
  static final SqlType STATE = SqlType.Simple.INTEGER;

  StateFunction {
    limits = Map.copyOf(limits);
    if (!signature.parameters().getFirst().equals(STATE) || !signature.result().equals(STATE)) {
      throw new IllegalArgumentException("not about a state: " + signature);
    }
  }

  /// The state comes first, before what says which of the others are NULL.
  @Override
  public FunctionType wasmType() {
    List<SqlType> others = signature.parameters().subList(1, signature.parameters().size());
    List<ValueType> flat = new ArrayList<>(List.of(STATE.wasmType()));
    flat.addAll(
        new FunctionSignature(
                signature.name(), others, STATE, signature.nullInput(), StringLength.ANY)
            .wasmType()
            .parameters());
    return new FunctionType(flat, List.of());
  }

  @Override
  public int neededArguments() {
    return isCalledOnNull() ? 1 : signature.parameters().size();
  }
}
