package org.wasmudf.cli;

import java.io.PrintStream;
import org.wasmudf.sql.tpch.ProgressListener;

/// Shows how far the generation of a table is, on one line of a terminal that is rewritten each
/// time and gone at the end.
///
/// @param terminal where that line is
record Progress(PrintStream terminal) implements ProgressListener {
  private static final String CLEAR_LINE = "\r\u001b[K";

  @Override
  public void progress(String table, long rows, long expected) {
    terminal.print(CLEAR_LINE);
    if (rows < expected) {
      terminal.printf("Generating tpch.%s: %d %%", table, 100 * rows / expected);
    }
    terminal.flush();
  }
}
