package org.wasmudf.cli;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the results of statements in one format, in the order `begin`, `row`..., `end` for rows,
/// or `changed` for a statement that returns none. One thread.
sealed interface ResultWriter permits TableWriter, CsvWriter, JsonWriter {
  /// Starts a result.
  void begin(List<Column> columns) throws IOException;

  /// Writes one row.
  ///
  /// @param values one value per column as [Column#value] makes them; not kept
  void row(@Nullable Object[] values) throws IOException;

  /// Ends the result and flushes it.
  void end() throws IOException;

  /// Tells of a statement without a result.
  ///
  /// @param rows how many rows it changed
  void changed(long rows) throws IOException;
}
