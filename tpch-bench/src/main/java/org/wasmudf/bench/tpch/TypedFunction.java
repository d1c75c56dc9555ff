package org.wasmudf.bench.tpch;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.calcite.adapter.enumerable.CallImplementor;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.FunctionParameter;
import org.apache.calcite.schema.ImplementableFunction;
import org.apache.calcite.schema.ScalarFunction;
import org.apache.calcite.schema.impl.ScalarFunctionImpl;
import org.apache.calcite.sql.type.SqlTypeName;

/// A Java function in Calcite with SQL types of our choice. Calcite's own way takes them from the
/// Java types, and a `BigDecimal` has no scale there.
///
/// @param method the function
/// @param result the type of what it returns
/// @param parameters the types of what it takes
record TypedFunction(Method method, Type result, List<Type> parameters)
    implements ScalarFunction, ImplementableFunction {

  /// A SQL type, which a type factory makes.
  interface Type {
    RelDataType in(RelDataTypeFactory types);

    static Type of(SqlTypeName name) {
      return types -> types.createSqlType(name);
    }

    static Type decimal(int precision, int scale) {
      return types -> types.createSqlType(SqlTypeName.DECIMAL, precision, scale);
    }
  }

  private record Parameter(int getOrdinal, Type type) implements FunctionParameter {
    @Override
    public String getName() {
      return "p" + getOrdinal;
    }

    @Override
    public RelDataType getType(RelDataTypeFactory types) {
      return type.in(types);
    }

    @Override
    public boolean isOptional() {
      return false;
    }
  }

  /// One of [JavaFunctions], by its name there.
  static TypedFunction of(String name, Type result, Type... parameters) {
    Method method =
        Stream.of(JavaFunctions.class.getMethods())
            .filter(each -> each.getName().equals(name))
            .findFirst()
            .orElseThrow();
    return new TypedFunction(method, result, List.of(parameters));
  }

  @Override
  public RelDataType getReturnType(RelDataTypeFactory types) {
    return result.in(types);
  }

  @Override
  public List<FunctionParameter> getParameters() {
    List<FunctionParameter> all = new ArrayList<>();
    parameters.forEach(type -> all.add(new Parameter(all.size(), type)));
    return all;
  }

  @Override
  public CallImplementor getImplementor() {
    var byJavaTypes = Objects.requireNonNull(ScalarFunctionImpl.create(method));
    return ((ImplementableFunction) byJavaTypes).getImplementor();
  }
}
