package org.wasmudf.sql.parser;

/// A script that can't be split into statements.
public final class ScriptException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int line;
  private final int column;

  ScriptException(String message, int line, int column) {
    super(message + " at line " + line + ", column " + column);
    this.line = line;
    this.column = column;
  }

  /// The line of the script, from 1.
  public int line() {
    return line;
  }

  /// The column, from 1.
  public int column() {
    return column;
  }
}
