package org.wasmudf.sql.function;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.FunctionParameter;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.arrow.StringLength;

/// A parameter of a guest's function.
///
/// @param length that of a CHAR, to which arguments are padded; any where it isn't one
public record DeclaredParameter(int getOrdinal, String getName, SqlType type, StringLength length)
    implements FunctionParameter {
  /// The parameters of a function, none of which is a CHAR.
  ///
  /// @param names one for each; an empty one is made up
  public static List<DeclaredParameter> of(List<SqlType> types, List<String> names) {
    return of(types, names, Collections.nCopies(types.size(), StringLength.ANY));
  }

  /// The parameters of a function.
  ///
  /// @param names one for each; an empty one is made up
  /// @param lengths one for each, of which only those of CHAR count
  static List<DeclaredParameter> of(
      List<SqlType> types, List<String> names, List<StringLength> lengths) {
    if (names.size() != types.size() || lengths.size() != types.size()) {
      throw new IllegalArgumentException("%d names for %s".formatted(names.size(), types));
    }
    List<DeclaredParameter> parameters = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      String name = names.get(i).isEmpty() ? "arg" + i : names.get(i);
      StringLength length = lengths.get(i).isPadded() ? lengths.get(i) : StringLength.ANY;
      parameters.add(new DeclaredParameter(i, name, types.get(i), length));
    }
    return List.copyOf(parameters);
  }

  /// As CREATE FUNCTION has it: `code CHAR(3)`.
  @Override
  public String toString() {
    return getName + " " + (length.isPadded() ? "CHAR(" + length.most() + ")" : type);
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
