package org.wasmudf.arrow;

/// An expression as a loop over rows in the JVM: what [RowLoopCompiler] writes.
///
/// Results go to an array: of it the JVM's compiler knows that it isn't a part of any column, and
/// so may compute several rows at once. Thread-safe: all state is in the arguments.
interface RowLoop {
  /// Computes rows, also those under a NULL.
  ///
  /// @param columns the values of [KernelPlan#columns]: a `float[]` or `double[]` with the rows
  ///   from `from` at its beginning, and for all other types the `MemorySegment` with all rows
  /// @param from the first row
  /// @param count how many
  /// @param values where they go, from the beginning: an `int[]`, `long[]`, `float[]` or `double[]`
  ///   as the type is in WebAssembly
  /// @return 0, or anything else when the value of some row is wrong: then none of them counts, and
  ///   the kernel in WebAssembly knows which row it was and why
  long run(Object[] columns, int from, int count, Object values);
}
