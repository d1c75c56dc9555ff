package org.wasmudf.kafka;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;

/// A call in a configuration, such as `disc_price(price, discount)`.
///
/// @param function the function's name, as it is declared
/// @param arguments where their values come from
public record FunctionCall(String function, List<FieldPath> arguments) {
  public FunctionCall {
    arguments = List.copyOf(arguments);
  }

  /// Reads a single call.
  ///
  /// @throws IllegalArgumentException with the place of the fault
  public static FunctionCall read(String call) {
    TextReader text = new TextReader(call);
    FunctionCall read = read(text);
    if (!text.isAtEnd()) {
      throw text.expected("the end of the call");
    }
    return read;
  }

  static FunctionCall read(TextReader text) {
    String function = text.name("a function's name");
    text.expect('(');
    List<FieldPath> arguments = new ArrayList<>();
    if (!text.takes(')')) {
      do {
        arguments.add(FieldPath.read(text));
      } while (text.takes(','));
      text.expect(')');
    }
    return new FunctionCall(function, arguments);
  }

  @Override
  public String toString() {
    return function + arguments.stream().map(FieldPath::toString).collect(joining(", ", "(", ")"));
  }
}
