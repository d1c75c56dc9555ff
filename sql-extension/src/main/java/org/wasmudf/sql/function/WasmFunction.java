package org.wasmudf.sql.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Function;
import org.apache.calcite.schema.FunctionParameter;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.sql.parser.Volatility;

/// A function of a guest as Calcite resolves it. Immutable.
public sealed interface WasmFunction extends Function
    permits WasmScalarFunction, WasmTableFunction {
  /// The types that tell overloads apart.
  List<SqlType> parameterTypes();

  /// What the function promises about calls with equal arguments.
  Volatility volatility();

  /// Where it lives.
  WasmModule module();

  /// The name that CREATE FUNCTION knows it by in the module.
  String export();

  /// The exports that are called.
  List<String> calledExports();

  /// What its calls may use at most, where that is less than the tenant's own limits.
  Map<Limit, Long> limits();

  /// What it returns, as CREATE FUNCTION has it.
  String returns();

  /// What kind it is, in a word.
  String kind();

  /// Parameters as Calcite sees them.
  ///
  /// @param names one for each type; an empty one is made up
  static List<FunctionParameter> parameters(List<SqlType> types, List<String> names) {
    List<FunctionParameter> parameters = new ArrayList<>();
    for (SqlType type : types) {
      int index = parameters.size();
      String name = names.get(index);
      parameters.add(new Parameter(index, name.isEmpty() ? "arg" + index : name, type));
    }
    return parameters;
  }

  /// One parameter.
  record Parameter(int index, String name, SqlType type) implements FunctionParameter {
    @Override
    public int getOrdinal() {
      return index;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public RelDataType getType(RelDataTypeFactory factory) {
      return FunctionTypes.relType(type, factory);
    }

    @Override
    public boolean isOptional() {
      return false;
    }
  }
}
