package org.wasmudf.runtime.wasi;

import java.util.List;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ValueType;

/// A function of WASI, which reports what goes wrong by an error number.
@FunctionalInterface
interface WasiFunction {
  String MODULE = "wasi_snapshot_preview1";

  /// Does what the function is for.
  ///
  /// @throws MemoryFault for what becomes [Errno#FAULT]
  Errno call(Caller caller, long... arguments);

  static AllowedImport named(String name, List<ValueType> parameters, WasiFunction function) {
    return new AllowedImport(
        new AllowedImport.Name(MODULE, name),
        new FunctionType(parameters, List.of(ValueType.I32)),
        (caller, arguments) -> {
          caller.charge(Charge.CALL);
          try {
            return function.call(caller, arguments).code();
          } catch (MemoryFault e) {
            return Errno.FAULT.code();
          }
        });
  }
}
