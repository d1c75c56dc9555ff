package org.wasmudf.cli;

import java.io.PrintStream;

/// One line of a terminal that says what goes on, rewritten each time and gone at the end.
///
/// @param terminal where that line is
record StatusLine(PrintStream terminal) {
  private static final String CLEAR_LINE = "\r\u001b[K";

  void show(String text) {
    terminal.print(CLEAR_LINE + text);
    terminal.flush();
  }

  void clear() {
    show("");
  }
}
