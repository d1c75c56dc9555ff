package org.wasmudf.arrow;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ValueType;

/// What a plain function is called, takes and returns, in SQL's terms.
///
/// @param name the name in messages
/// @param parameters the SQL types of the arguments, at most 64
/// @param result the SQL type of the result
public record FunctionSignature(String name, List<SqlType> parameters, SqlType result) {
  /// As many arguments as a function can have.
  public static final int MAX_PARAMETERS = 64;

  public FunctionSignature {
    parameters = List.copyOf(parameters);
    if (parameters.size() > MAX_PARAMETERS) {
      throw new IllegalArgumentException(
          "function %s has %d parameters, at most %d are allowed"
              .formatted(name, parameters.size(), MAX_PARAMETERS));
    }
  }

  /// The type that the export must have: arguments flattened, strings and binaries as pointer and
  /// length.
  public FunctionType wasmType() {
    List<ValueType> flat = new ArrayList<>();
    for (SqlType parameter : parameters) {
      flat.add(parameter.wasmType());
      if (parameter.isVariableLength()) {
        flat.add(ValueType.I32);
      }
    }
    ValueType returned = result.isVariableLength() ? ValueType.I64 : result.wasmType();
    return new FunctionType(flat, List.of(returned));
  }

  /// The signature as a declaration: `disc_price(DOUBLE, DOUBLE) RETURNS DOUBLE`.
  @Override
  public String toString() {
    String types = parameters.stream().map(SqlType::toString).collect(joining(", "));
    return name + "(" + types + ") RETURNS " + result;
  }
}
