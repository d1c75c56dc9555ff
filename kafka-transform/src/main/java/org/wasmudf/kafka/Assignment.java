package org.wasmudf.kafka;

import java.util.ArrayList;
import java.util.List;

/// What a field becomes: `total = disc_price(price, discount)`.
///
/// @param target the field that is replaced or added
/// @param call what gives its value
public record Assignment(FieldPath target, FunctionCall call) {
  /// Reads assignments with commas between them.
  ///
  /// @throws IllegalArgumentException with the place of the fault, and when two have the same
  ///   target or one's is within another's
  public static List<Assignment> readAll(String assignments) {
    TextReader text = new TextReader(assignments);
    List<Assignment> found = new ArrayList<>();
    do {
      FieldPath target = FieldPath.read(text);
      text.expect('=');
      for (Assignment each : found) {
        checkApart(each.target, target);
      }
      found.add(new Assignment(target, FunctionCall.read(text)));
    } while (text.takes(','));
    if (!text.isAtEnd()) {
      throw text.expected("',' or the end");
    }
    return found;
  }

  private static void checkApart(FieldPath one, FieldPath other) {
    int common = Math.min(one.names().size(), other.names().size());
    if (one.names().subList(0, common).equals(other.names().subList(0, common))) {
      throw new IllegalArgumentException(
          "%s and %s can't both be assigned: leave one of them out".formatted(one, other));
    }
  }
}
