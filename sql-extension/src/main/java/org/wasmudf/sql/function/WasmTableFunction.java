package org.wasmudf.sql.function;

import java.lang.reflect.Type;
import java.util.List;
import org.apache.calcite.adapter.enumerable.CallImplementor;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.FunctionParameter;
import org.apache.calcite.schema.ImplementableFunction;
import org.apache.calcite.schema.TableFunction;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.arrow.TableSignature;
import org.wasmudf.sql.parser.FunctionKind;
import org.wasmudf.sql.parser.Volatility;

/// A table function of a guest as Calcite resolves and calls it. Immutable.
public final class WasmTableFunction implements WasmFunction, TableFunction, ImplementableFunction {
  private final org.wasmudf.arrow.TableFunction function;
  private final List<DeclaredParameter> parameters;
  private final Volatility volatility;

  /// @param parameters of the function's types
  public WasmTableFunction(
      org.wasmudf.arrow.TableFunction function,
      List<DeclaredParameter> parameters,
      Volatility volatility) {
    this.function = function;
    this.parameters = List.copyOf(parameters);
    this.volatility = volatility;
  }

  @Override
  public org.wasmudf.arrow.TableFunction function() {
    return function;
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
  public FunctionKind kind() {
    return FunctionKind.TABLE;
  }

  @Override
  public List<DeclaredParameter> declaredParameters() {
    return parameters;
  }

  @Override
  public List<FunctionParameter> getParameters() {
    return List.copyOf(parameters);
  }

  /// The columns, whatever the arguments are; each may be NULL.
  RelDataType rowType(RelDataTypeFactory factory) {
    RelDataTypeFactory.Builder builder = factory.builder();
    for (TableSignature.Column each : function.signature().columns()) {
      builder.add(
          each.name(),
          factory.createTypeWithNullability(FunctionTypes.relType(each.type(), factory), true));
    }
    return builder.build();
  }

  @Override
  public RelDataType getRowType(
      RelDataTypeFactory factory, List<? extends @Nullable Object> arguments) {
    return rowType(factory);
  }

  @Override
  public Type getElementType(List<? extends @Nullable Object> arguments) {
    return Object[].class;
  }

  @Override
  public CallImplementor getImplementor() {
    return TableCall.implementor(function);
  }
}
