package org.wasmudf.sql.database;

import java.sql.SQLException;

/// An error of the database, on its way through code that can't throw it: the driver unwraps it.
public final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// Wraps the database's error.
  public DatabaseException(SQLException cause) {
    super(cause.getMessage(), cause);
  }
}
