package org.wasmudf.runtime.binary;

/// A value type of WebAssembly 2.0.
public enum ValueType {
  I32(0x7f),
  I64(0x7e),
  F32(0x7d),
  F64(0x7c),
  V128(0x7b),
  FUNCREF(0x70),
  EXTERNREF(0x6f);

  private final byte code;

  ValueType(int code) {
    this.code = (byte) code;
  }

  /// The byte that stands for this type in a module.
  public byte code() {
    return code;
  }

  /// The type's name in the text format, such as `i32`.
  @Override
  public String toString() {
    return switch (this) {
      case I32 -> "i32";
      case I64 -> "i64";
      case F32 -> "f32";
      case F64 -> "f64";
      case V128 -> "v128";
      case FUNCREF -> "funcref";
      case EXTERNREF -> "externref";
    };
  }
}
