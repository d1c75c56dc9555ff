package org.wasmudf.cli;

import org.wasmudf.sql.tpch.ProgressListener;

/// Shows how far the generation of a table is.
///
/// @param line where
record Progress(StatusLine line) implements ProgressListener {
  @Override
  public void progress(String table, long rows, long expected) {
    if (rows < expected) {
      line.show("Generating tpch.%s: %d %%".formatted(table, 100 * rows / expected));
    } else {
      line.clear();
    }
  }
}
