package org.wasmudf.sql.function;

import java.util.Map;
import org.wasmudf.arrow.NullInput;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.sql.parser.FunctionKind;
import org.wasmudf.sql.parser.Volatility;

/// What the statement that creates a function says of it, without a look at its module.
///
/// @param parameters as CREATE FUNCTION has them: `price DOUBLE, discount DOUBLE`
/// @param returns the result's type, or a table's columns
/// @param export that of the module
/// @param limits those of its calls
public record FunctionDescription(
    String parameters,
    String returns,
    FunctionKind kind,
    Volatility volatility,
    NullInput nullInput,
    String export,
    Map<Limit, Long> limits) {
  public FunctionDescription {
    limits = Map.copyOf(limits);
  }
}
