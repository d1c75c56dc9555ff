package org.wasmudf.sql.function;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
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
public final class FunctionOperator extends SqlUserDefinedFunction implements GuestOperator {
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
    return new FunctionOperator(
        new SqlIdentifier(definition.name(), SqlParserPos.ZERO),
        ReturnTypes.explicit(FunctionTypes.resultType(function.function().signature(), factory))
            .andThen(nullability(function)),
        GuestOperator.operands(function, factory),
        GuestOperator.parameters(function, factory),
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

  @Override
  public FunctionDefinition definition() {
    return definition;
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
