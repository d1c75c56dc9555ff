package org.wasmudf.arrow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ValueType;
import org.wasmudf.runtime.limit.Limit;

/// An aggregate function under a SQL signature, checked against its module: exports that make a
/// group's state, take rows into it and give its result. Immutable.
///
/// A state is a flat region of the guest's memory, of a fixed size. Only the guest looks into it.
///
/// @param module where the function lives
/// @param export the name that its exports begin with: `sum__init`, `sum__update` and so on for
///   `sum`
/// @param signature what a row gives it, at most 63 arguments, and what a group results in
/// @param limits what its calls may use at most, where that is less than the tenant's own limits
public record AggregateFunction(
    WasmModule module, String export, FunctionSignature signature, Map<Limit, Long> limits)
    implements ModuleFunction {
  private static final int MAX_PARAMETERS = FunctionSignature.MAX_PARAMETERS - 1;

  /// A function with no limits but the tenant's.
  public AggregateFunction(WasmModule module, String export, FunctionSignature signature) {
    this(module, export, signature, Map.of());
  }

  /// Checks that the module has the exports, with the types that the signature asks for, and room
  /// for states.
  ///
  /// @throws UdfException UNKNOWN_EXPORT or SIGNATURE_MISMATCH, saying what to change
  public AggregateFunction {
    limits = Map.copyOf(limits);
    if (signature.parameters().size() > MAX_PARAMETERS) {
      throw mismatch(
          "an aggregate function has at most %d parameters, and %s has %d"
              .formatted(MAX_PARAMETERS, signature.name(), signature.parameters().size()));
    }
    signature.checkFlat(
        signature.toString(), "aggregate their parts, or call one on what COLLECT returns");
    Exports exports = new Exports(module, export, signature);
    exports.require(Step.STATE_SIZE);
    exports.require(Step.INIT);
    exports.require(Step.UPDATE);
    exports.require(Step.MERGE);
    if (!ScalarFunction.returnsNull(module, Step.FINISH.export(export))) {
      exports.require(Step.FINISH);
    }
    finish(module, export, signature, limits);
    exports.checkIfPresent(Step.RETRACT);
    boolean saves = exports.checkIfPresent(Step.SAVE);
    if (saves != exports.checkIfPresent(Step.LOAD)) {
      exports.require(saves ? Step.LOAD : Step.SAVE);
    }
    if (!module.takesHostBytes()) {
      throw mismatch(
          module.exportsMemory()
              ? "the states of "
                  + signature.name()
                  + " lie in the module's memory, which it manages itself, so it must export an"
                  + " allocator for the host: wasmudf_alloc(size, align) and wasmudf_free(pointer,"
                  + " size, align), or malloc and free"
              : "the states of "
                  + signature.name()
                  + " lie in the module's memory, so it must export that as 'memory'");
    }
  }

  /// What an aggregate function does, an export each.
  private enum Step {
    STATE_SIZE,
    INIT,
    UPDATE,
    RETRACT,
    MERGE,
    FINISH,
    SAVE,
    LOAD;

    String export(String function) {
      return function
          + switch (this) {
            case STATE_SIZE -> "__state_size";
            case INIT -> "__init";
            case UPDATE -> "__update";
            case RETRACT -> "__retract";
            case MERGE -> "__merge";
            case FINISH -> "__finish";
            case SAVE -> "__save";
            case LOAD -> "__load";
          };
    }

    FunctionType type(FunctionSignature signature) {
      return switch (this) {
        case STATE_SIZE -> new FunctionType(List.of(), List.of(ValueType.I32));
        case INIT -> toNothing(List.of());
        case UPDATE, RETRACT -> toNothing(signature.wasmType().parameters());
        case MERGE -> toNothing(List.of(ValueType.I32));
        case FINISH -> new FunctionType(List.of(ValueType.I32), signature.wasmType().results());
        case SAVE -> new FunctionType(List.of(ValueType.I32), List.of(ValueType.I64));
        case LOAD -> toNothing(List.of(ValueType.I32, ValueType.I32));
      };
    }

    /// Takes a state and more.
    private static FunctionType toNothing(List<ValueType> more) {
      List<ValueType> parameters = new ArrayList<>(List.of(ValueType.I32));
      parameters.addAll(more);
      return new FunctionType(parameters, List.of());
    }
  }

  private record Exports(WasmModule module, String function, FunctionSignature signature) {
    void require(Step step) {
      if (!checkIfPresent(step)) {
        throw UdfException.of(
            UdfErrorCode.UNKNOWN_EXPORT,
            "the aggregate function %s needs an export '%s' of type %s; the module exports %s"
                .formatted(
                    signature.name(),
                    step.export(function),
                    step.type(signature),
                    module.exportedFunctionNames().isEmpty()
                        ? "none"
                        : String.join(", ", module.exportedFunctionNames())));
      }
    }

    boolean checkIfPresent(Step step) {
      Optional<FunctionType> actual = module.exportedFunction(step.export(function));
      FunctionType expected = step.type(signature);
      if (actual.filter(each -> !each.equals(expected)).isPresent()) {
        throw mismatch(
            "the aggregate function %s needs an export of type %s, but '%s' has the type %s"
                .formatted(signature, expected, step.export(function), actual.get()));
      }
      return actual.isPresent();
    }
  }

  private static UdfException mismatch(String message) {
    return UdfException.of(UdfErrorCode.SIGNATURE_MISMATCH, message);
  }

  @Override
  public String name() {
    return signature.name();
  }

  /// Whether rows can be taken out of a state again.
  public boolean retracts() {
    return has(Step.RETRACT);
  }

  /// Whether states hold pointers, so that they can be moved only by the guest itself.
  public boolean savesItself() {
    return has(Step.SAVE);
  }

  private boolean has(Step step) {
    return module.exportedFunction(step.export(export)).isPresent();
  }

  GuestFunction stateSize() {
    return scalar(Step.STATE_SIZE, List.of(), SqlType.Simple.INTEGER);
  }

  GuestFunction init() {
    return ofState(Step.INIT, List.of());
  }

  GuestFunction update() {
    return ofState(Step.UPDATE, signature.parameters(), signature.nullInput());
  }

  GuestFunction retract() {
    return ofState(Step.RETRACT, signature.parameters(), signature.nullInput());
  }

  GuestFunction merge() {
    return ofState(Step.MERGE, List.of(StateFunction.STATE));
  }

  ScalarFunction finish() {
    return finish(module, export, signature, limits);
  }

  private static ScalarFunction finish(
      WasmModule module, String export, FunctionSignature signature, Map<Limit, Long> limits) {
    return new ScalarFunction(
        module,
        Step.FINISH.export(export),
        new FunctionSignature(
            signature.name(),
            List.of(StateFunction.STATE),
            signature.result(),
            NullInput.RETURNS_NULL,
            signature.length()),
        limits);
  }

  GuestFunction save() {
    return scalar(Step.SAVE, List.of(StateFunction.STATE), SqlType.Simple.VARBINARY);
  }

  GuestFunction load() {
    return ofState(Step.LOAD, List.of(SqlType.Simple.VARBINARY));
  }

  private GuestFunction scalar(Step step, List<SqlType> parameters, SqlType result) {
    return new ScalarFunction(
        module,
        step.export(export),
        new FunctionSignature(signature.name(), parameters, result),
        limits);
  }

  private GuestFunction ofState(Step step, List<SqlType> more) {
    return ofState(step, more, NullInput.RETURNS_NULL);
  }

  private GuestFunction ofState(Step step, List<SqlType> more, NullInput nullInput) {
    List<SqlType> parameters = new ArrayList<>(List.of(StateFunction.STATE));
    parameters.addAll(more);
    return new StateFunction(
        module,
        step.export(export),
        new FunctionSignature(
            signature.name(), parameters, StateFunction.STATE, nullInput, StringLength.ANY),
        limits);
  }
}
