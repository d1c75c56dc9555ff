package org.wasmudf.arrow;

import java.util.Map;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.limit.Limit;

/// A function of a guest, of whatever kind, that was checked against its module. Immutable.
public sealed interface ModuleFunction
    permits GuestFunction, ValueFunction, AggregateFunction, TableFunction, RecordsFunction {
  /// Where it lives.
  WasmModule module();

  /// The name that CREATE FUNCTION knows it by in the module: of its export, or what the names of
  /// its exports begin with.
  String export();

  /// What its calls may use at most, where that is less than the tenant's own limits.
  Map<Limit, Long> limits();

  /// The function's name in messages.
  String name();
}
