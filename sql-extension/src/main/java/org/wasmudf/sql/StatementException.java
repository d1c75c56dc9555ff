package org.wasmudf.sql;

import java.sql.SQLException;

/// An error that has a place in the statement.
public final class StatementException extends SQLException {
  private static final long serialVersionUID = 1;

  private final int line;
  private final int column;
  private final String detail;

  StatementException(String detail, String sqlState, int line, int column, Throwable cause) {
    super("line %d, column %d: %s".formatted(line, column, detail), sqlState, cause);
    this.detail = detail;
    this.line = line;
    this.column = column;
  }

  /// What is wrong, without the place.
  public String detail() {
    return detail;
  }

  /// The statement's line, from 1.
  public int line() {
    return line;
  }

  /// The line's column, from 1.
  public int column() {
    return column;
  }
}
