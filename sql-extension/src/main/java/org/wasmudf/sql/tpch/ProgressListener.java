package org.wasmudf.sql.tpch;

/// Told how far the generation of a table is.
///
/// Called on the thread whose statement needs the table: before the first row, then every few
/// thousand rows, and when all are there. What it throws stops the generation, and reaches that
/// statement; the next one that needs the table starts again.
@FunctionalInterface
public interface ProgressListener {
  /// Looks at nothing.
  ProgressListener QUIET = (_, _, _) -> {};

  /// Rows have been generated.
  ///
  /// @param table the table's name, in lower case
  /// @param rows how many rows there are so far
  /// @param expected how many there will be, estimated for `lineitem`; equals `rows` when it's done
  void progress(String table, long rows, long expected);
}
