package org.wasmudf.sql.function;

import java.util.List;
import org.apache.calcite.adapter.enumerable.CallImplementor;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.FunctionParameter;
import org.apache.calcite.schema.ImplementableFunction;
import org.apache.calcite.schema.ScalarFunction;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.arrow.ValueFunction;
import org.wasmudf.sql.parser.FunctionKind;
import org.wasmudf.sql.parser.Volatility;

/// A function of a guest as Calcite resolves and calls it. Immutable.
///
/// The operators over Arrow batches recognise it in a call with [#in] and call it by the batch;
/// whatever they leave to Calcite calls it row by row.
public final class WasmScalarFunction
    implements WasmFunction, ScalarFunction, ImplementableFunction {
  private final ValueFunction function;
  private final List<DeclaredParameter> parameters;
  private final Volatility volatility;

  /// @param parameters of the function's types
  public WasmScalarFunction(
      ValueFunction function, List<DeclaredParameter> parameters, Volatility volatility) {
    this.function = function;
    this.parameters = List.copyOf(parameters);
    this.volatility = volatility;
  }

  /// The function behind a call's operator, or null when the operator is not a guest's function.
  public static @Nullable WasmScalarFunction in(SqlOperator operator) {
    return operator instanceof SqlUserDefinedFunction defined
            && defined.getFunction() instanceof WasmScalarFunction function
        ? function
        : null;
  }

  @Override
  public ValueFunction function() {
    return function;
  }

  @Override
  public FunctionKind kind() {
    return FunctionKind.SCALAR;
  }

  @Override
  public Volatility volatility() {
    return volatility;
  }

  @Override
  public List<SqlType> parameterTypes() {
    return function.signature().parameters();
  }

  @Override
  public List<DeclaredParameter> declaredParameters() {
    return parameters;
  }

  @Override
  public List<FunctionParameter> getParameters() {
    return List.copyOf(parameters);
  }

  /// As far as is known without the arguments.
  @Override
  public RelDataType getReturnType(RelDataTypeFactory factory) {
    return factory.createTypeWithNullability(
        FunctionTypes.resultType(function.signature(), factory),
        function.returnsNull() || !function.isCalledOnNull());
  }

  @Override
  public CallImplementor getImplementor() {
    return RowCall.implementor(function);
  }
}
