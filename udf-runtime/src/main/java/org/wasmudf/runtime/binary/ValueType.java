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

  /// Whether values of this type are integers or floating-point numbers.
  public boolean isNumber() {
    return switch (this) {
      case I32, I64, F32, F64 -> true;
      case V128, FUNCREF, EXTERNREF -> false;
    };
  }

  /// Whether values of this type are references to functions or to things of the host.
  public boolean isReference() {
    return switch (this) {
      case FUNCREF, EXTERNREF -> true;
      case I32, I64, F32, F64, V128 -> false;
    };
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
