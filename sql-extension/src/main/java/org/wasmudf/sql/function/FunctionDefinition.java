package org.wasmudf.sql.function;

import static java.util.stream.Collectors.joining;

import java.util.List;
import org.wasmudf.arrow.SqlType;

/// An entry of the catalog: a function under its name.
///
/// @param name as the database folds it
/// @param function what is called
/// @param tenant who has created it, empty for the owner
public record FunctionDefinition(String name, WasmFunction function, String tenant) {
  /// The types that tell overloads apart.
  public List<SqlType> parameterTypes() {
    return function.parameterTypes();
  }

  /// Name and types, as DROP FUNCTION takes them.
  public String signature() {
    return signature(name, parameterTypes());
  }

  static String signature(String name, List<SqlType> types) {
    return types.stream().map(SqlType::toString).collect(joining(", ", name + "(", ")"));
  }
}
