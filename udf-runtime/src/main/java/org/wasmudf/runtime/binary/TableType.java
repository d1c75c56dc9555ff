package org.wasmudf.runtime.binary;

/// The type of a table.
///
/// @param element what it holds, `funcref` or `externref`
/// @param limits its size in elements
public record TableType(ValueType element, Limits limits) {
  public TableType {
    if (!element.isReference()) {
      throw new IllegalArgumentException("a table of " + element);
    }
  }

  /// The type as the text format writes it: `1 16 funcref`.
  @Override
  public String toString() {
    return limits + " " + element;
  }
}
