package org.wasmudf.runtime.binary;

/// The type of a global.
///
/// @param type the type of its value
/// @param mutable whether code can change it
public record GlobalType(ValueType type, boolean mutable) {
  /// The type as the text format writes it: `i32` or `(mut i32)`.
  @Override
  public String toString() {
    return mutable ? "(mut " + type + ")" : type.toString();
  }
}
