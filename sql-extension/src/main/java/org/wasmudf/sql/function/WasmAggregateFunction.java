package org.wasmudf.sql.function;

import java.util.List;
import org.apache.calcite.adapter.enumerable.AggImplementor;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.FunctionParameter;
import org.apache.calcite.schema.ImplementableAggFunction;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.validate.SqlUserDefinedAggFunction;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.AggregateFunction;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.sql.parser.FunctionKind;
import org.wasmudf.sql.parser.Volatility;

/// An aggregate function of a guest as Calcite resolves and calls it. Immutable.
///
/// The operators over Arrow batches recognise it in an aggregate call with [#in] and give it whole
/// batches; whatever they leave to Calcite collects rows for it.
public final class WasmAggregateFunction implements WasmFunction, ImplementableAggFunction {
  private final AggregateFunction function;
  private final List<DeclaredParameter> parameters;
  private final Volatility volatility;

  /// @param parameters of the function's types
  public WasmAggregateFunction(
      AggregateFunction function, List<DeclaredParameter> parameters, Volatility volatility) {
    this.function = function;
    this.parameters = List.copyOf(parameters);
    this.volatility = volatility;
  }

  /// The function behind an operator, or null when the operator is not a guest's aggregate.
  public static @Nullable WasmAggregateFunction in(SqlOperator operator) {
    return operator instanceof SqlUserDefinedAggFunction defined
            && defined.function instanceof WasmAggregateFunction function
        ? function
        : null;
  }

  @Override
  public AggregateFunction function() {
    return function;
  }

  @Override
  public FunctionKind kind() {
    return FunctionKind.AGGREGATE;
  }

  @Override
  public List<SqlType> parameterTypes() {
    return function.signature().parameters();
  }

  @Override
  public Volatility volatility() {
    return volatility;
  }

  @Override
  public List<DeclaredParameter> declaredParameters() {
    return parameters;
  }

  @Override
  public List<FunctionParameter> getParameters() {
    return List.copyOf(parameters);
  }

  /// Seldom NULL, but Calcite may put NULL in its place where there is no group.
  @Override
  public RelDataType getReturnType(RelDataTypeFactory factory) {
    return factory.createTypeWithNullability(
        FunctionTypes.resultType(function.signature(), factory), true);
  }

  @Override
  public AggImplementor getImplementor(boolean windowContext) {
    return new RowAggregateImplementor(function, windowContext);
  }
}
