package org.wasmudf.runtime.binary;

/// What WebAssembly 2.0 has beyond the first version, by the names that compilers use, as in
/// `-mno-simd128`.
public enum Feature {
  MUTABLE_GLOBALS("mutable-globals"),
  SIGN_EXTENSION("sign-ext"),
  SATURATING_CONVERSIONS("nontrapping-fptoint"),
  MULTI_VALUE("multivalue"),
  BULK_MEMORY("bulk-memory"),
  REFERENCE_TYPES("reference-types"),
  SIMD("simd128");

  private final String flag;

  Feature(String flag) {
    this.flag = flag;
  }

  /// The name that compilers use.
  @Override
  public String toString() {
    return flag;
  }
}
