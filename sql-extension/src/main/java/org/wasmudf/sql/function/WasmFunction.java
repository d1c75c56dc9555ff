package org.wasmudf.sql.function;

import java.util.List;
import org.apache.calcite.schema.Function;
import org.wasmudf.arrow.ModuleFunction;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.sql.parser.FunctionKind;
import org.wasmudf.sql.parser.Volatility;

/// A function of a guest as Calcite knows it. Immutable.
public sealed interface WasmFunction extends Function
    permits WasmScalarFunction, WasmAggregateFunction, WasmTableFunction {
  /// What it is a function of.
  FunctionKind kind();

  /// What is called, over batches.
  ModuleFunction function();

  /// What the function promises about calls with equal arguments.
  Volatility volatility();

  /// The types that tell overloads apart.
  List<SqlType> parameterTypes();

  /// The parameters, with the lengths that arguments of CHAR have.
  List<DeclaredParameter> declaredParameters();
}
