package org.wasmudf.sql.function;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandMetadata;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeTransform;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;
import org.wasmudf.sql.parser.Volatility;

/// A guest's function in an expression.
///
/// Calcite's own operator for user-defined functions takes every function for deterministic, and
/// folds or repeats its calls.
public final class FunctionOperator extends SqlUserDefinedFunction {
  private final FunctionDefinition definition;
  private final WasmScalarFunction wasm;

  private FunctionOperator(
      SqlIdentifier name,
      SqlReturnTypeInference returns,
      SqlOperandMetadata operands,
      List<RelDataType> parameters,
      FunctionDefinition definition,
      WasmScalarFunction wasm) {
    super(name, SqlKind.OTHER_FUNCTION, returns, InferTypes.explicit(parameters), operands, wasm);
    this.definition = definition;
    this.wasm = wasm;
  }

  static FunctionOperator of(
      FunctionDefinition definition, WasmScalarFunction function, RelDataTypeFactory factory) {
    List<RelDataType> parameters = parameters(function, factory);
    return new FunctionOperator(
        new SqlIdentifier(definition.name(), SqlParserPos.ZERO),
        ReturnTypes.explicit(FunctionTypes.resultType(function.signature(), factory))
            .andThen(nullability(function)),
        OperandTypes.operandMetadata(
            parameters.stream().map(type -> type.getSqlTypeName().getFamily()).toList(),
            each -> parameters(function, each),
            index -> function.getParameters().get(index).getName(),
            index -> false),
        parameters,
        definition,
        function);
  }

  /// The result of what is called on NULL input is NULL only where the function says so.
  private static SqlTypeTransform nullability(WasmScalarFunction function) {
    if (function.function().returnsNull()) {
      return SqlTypeTransforms.FORCE_NULLABLE;
    }
    return function.function().isCalledOnNull()
        ? (binding, type) -> type
        : SqlTypeTransforms.TO_NULLABLE;
  }

  /// The entry of the catalog that the call stands for.
  public FunctionDefinition definition() {
    return definition;
  }

  private static List<RelDataType> parameters(
      WasmScalarFunction function, RelDataTypeFactory factory) {
    return function.parameterTypes().stream()
        .map(type -> FunctionTypes.relType(type, factory))
        .toList();
  }

  @Override
  public boolean isDeterministic() {
    return wasm.volatility() != Volatility.VOLATILE;
  }

  /// Says of a STABLE function that its value may not outlive the statement.
  @Override
  public boolean isDynamicFunction() {
    return wasm.volatility() == Volatility.STABLE;
  }
}
