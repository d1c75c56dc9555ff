package org.wasmudf.runtime.binary;

/// What a module can import and export.
public enum ExternalKind {
  FUNCTION(0),
  TABLE(1),
  MEMORY(2),
  GLOBAL(3);

  private final byte code;

  ExternalKind(int code) {
    this.code = (byte) code;
  }

  /// The byte that stands for this kind in a module.
  public byte code() {
    return code;
  }

  /// The kind in words: `function`, `table`, `memory` or `global`.
  @Override
  public String toString() {
    return switch (this) {
      case FUNCTION -> "function";
      case TABLE -> "table";
      case MEMORY -> "memory";
      case GLOBAL -> "global";
    };
  }
}
