package org.wasmudf.arrow;

/// Which kernels an evaluator uses.
public enum Kernels {
  /// A loop in the JVM for what needs no instance, WebAssembly for everything else.
  FASTEST,
  /// WebAssembly for everything: to compare and to measure.
  WEBASSEMBLY
}
