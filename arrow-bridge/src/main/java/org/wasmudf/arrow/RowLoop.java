package org.wasmudf.arrow;

import java.lang.foreign.MemorySegment;

/// An expression as a loop over the rows of a batch in the JVM: what [RowLoopCompiler] writes.
///
/// Thread-safe: all state is in the arguments.
interface RowLoop {
  /// Computes every row, also those under a NULL.
  ///
  /// @param columns the data buffers of [KernelPlan#columns], of at least so many rows
  /// @param result where the values go; of booleans whole 64-bit words, zeros behind the last row
  /// @param rows how many
  /// @return 0, or anything else when the value of some row is wrong: then nothing of the result
  ///   counts, and the kernel in WebAssembly knows which row it was and why
  long run(MemorySegment[] columns, MemorySegment result, int rows);
}
