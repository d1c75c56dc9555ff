package org.wasmudf.sql.function;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.FunctionParameter;
import org.wasmudf.arrow.SqlType;

/// A parameter of a guest's function.
record DeclaredParameter(int getOrdinal, String getName, SqlType type)
    implements FunctionParameter {
  /// The parameters of a function.
  ///
  /// @param names one for each; an empty one is made up
  static List<FunctionParameter> of(List<SqlType> types, List<String> names) {
    if (names.size() != types.size()) {
      throw new IllegalArgumentException("%d names for %s".formatted(names.size(), types));
    }
    List<FunctionParameter> parameters = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      String name = names.get(i).isEmpty() ? "arg" + i : names.get(i);
      parameters.add(new DeclaredParameter(i, name, types.get(i)));
    }
    return List.copyOf(parameters);
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
