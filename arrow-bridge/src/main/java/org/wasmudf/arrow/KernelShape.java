package org.wasmudf.arrow;

import java.util.List;

/// What a kernel's code depends on beside its expression: how columns are laid out, which may hold
/// NULLs, and which of the imported memories each buffer lies in. The code has the numbers of
/// memories in its instructions, so another arrangement is another kernel; in practice a function
/// has one or two.
///
/// @param memories how many data memories are imported
/// @param frameMemory the one with the call's frame
/// @param columns the columns that the expression uses, in the order of [KernelPlan#columns]
/// @param resultMemory the one with the result's validity bitmap, offsets and values
/// @param bytesMemory the one with the result's bytes, for strings and binaries
/// @param tracing whether row and call site are written down before each call; slower, to find out
///   what failed
record KernelShape(
    int memories,
    int frameMemory,
    List<ColumnShape> columns,
    int resultMemory,
    int bytesMemory,
    boolean tracing) {
  /// One column.
  ///
  /// @param layout how values lie
  /// @param nullable whether the batch has NULLs in it
  /// @param validityMemory the memory with the validity bitmap, where nullable
  /// @param offsetsMemory the memory with the offsets, for bytes
  /// @param dataMemory the memory with the values
  record ColumnShape(
      Layout layout, boolean nullable, int validityMemory, int offsetsMemory, int dataMemory) {}
}
