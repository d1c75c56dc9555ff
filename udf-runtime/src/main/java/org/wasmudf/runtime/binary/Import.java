package org.wasmudf.runtime.binary;

/// Something that a module needs from others, known by a module's name and a name in it.
public sealed interface Import {
  /// The name of the module that it comes from, such as `wasi_snapshot_preview1`.
  String module();

  /// Its name in that module.
  String name();

  /// What it is.
  default ExternalKind kind() {
    return switch (this) {
      case Function _ -> ExternalKind.FUNCTION;
      case Table _ -> ExternalKind.TABLE;
      case Memory _ -> ExternalKind.MEMORY;
      case Global _ -> ExternalKind.GLOBAL;
    };
  }

  /// A function of the given type.
  record Function(String module, String name, FunctionType type) implements Import {}

  /// A table of at least the given type's size.
  record Table(String module, String name, TableType type) implements Import {}

  /// A memory of at least `limits.min()` pages, which declares no larger maximum than `limits`.
  record Memory(String module, String name, Limits limits) implements Import {}

  /// A global of the given type.
  record Global(String module, String name, GlobalType type) implements Import {}
}
