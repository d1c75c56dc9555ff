package org.wasmudf.sql;

/// A statement that is understood and not done, with the reason.
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String sqlState;

  private RefusedException(String sqlState, String message) {
    super(message);
    this.sqlState = sqlState;
  }

  static RefusedException unsupported(String message) {
    return new RefusedException("0A000", message);
  }

  String sqlState() {
    return sqlState;
  }
}
