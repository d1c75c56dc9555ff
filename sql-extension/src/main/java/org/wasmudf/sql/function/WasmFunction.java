package org.wasmudf.sql.function;

import java.util.List;
import java.util.Map;
import org.apache.calcite.schema.Function;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.sql.parser.FunctionKind;
import org.wasmudf.sql.parser.Volatility;

/// A function of a guest as Calcite knows it. Immutable.
public sealed interface WasmFunction extends Function
    permits WasmScalarFunction, WasmAggregateFunction, WasmTableFunction {
  /// What it is a function of.
  FunctionKind kind();

  /// Where it lives.
  WasmModule module();

  /// The export that is called, or with whose name those begin that are.
  String export();

  /// What its calls may use at most, where that is less than the tenant's own limits.
  Map<Limit, Long> limits();

  /// What the function promises about calls with equal arguments.
  Volatility volatility();

  /// The types that tell overloads apart.
  List<SqlType> parameterTypes();

  /// What it returns, as CREATE FUNCTION has it.
  String returns();
}
