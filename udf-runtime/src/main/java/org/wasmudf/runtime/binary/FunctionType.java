package org.wasmudf.runtime.binary;

import static java.util.stream.Collectors.joining;

import java.util.List;

/// The type of a WebAssembly function.
///
/// @param parameters the parameters' types, in order
/// @param results the results' types, in order
public record FunctionType(List<ValueType> parameters, List<ValueType> results) {
  public FunctionType {
    parameters = List.copyOf(parameters);
    results = List.copyOf(results);
  }

  /// The type as people write it: `(f64, f64) -> f64`.
  @Override
  public String toString() {
    return list(parameters, true) + " -> " + list(results, results.size() != 1);
  }

  private static String list(List<ValueType> types, boolean parentheses) {
    String text = types.stream().map(ValueType::toString).collect(joining(", "));
    return parentheses ? "(" + text + ")" : text;
  }
}
