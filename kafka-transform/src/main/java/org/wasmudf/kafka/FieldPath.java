package org.wasmudf.kafka;

import java.util.ArrayList;
import java.util.List;

/// The way to a field, from the outside in: `customer.email`. A name that isn't one of SQL's stands
/// in double quotes: `"first name".text`.
///
/// @param names one for each level, at least one
public record FieldPath(List<String> names) {
  public FieldPath {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a path without names");
    }
  }

  static FieldPath read(TextReader text) {
    List<String> names = new ArrayList<>();
    do {
      names.add(text.name("a field"));
    } while (text.takes('.'));
    return new FieldPath(names);
  }

  /// The outermost name.
  public String first() {
    return names.getFirst();
  }

  /// What is behind the outermost name; there must be something.
  public FieldPath rest() {
    return new FieldPath(names.subList(1, names.size()));
  }

  @Override
  public String toString() {
    return String.join(".", names);
  }
}
