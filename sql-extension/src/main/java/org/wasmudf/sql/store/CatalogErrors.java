package org.wasmudf.sql.store;

import java.sql.SQLException;

/// What a database's errors mean for the catalog in it.
final class CatalogErrors {
  private static final String FORBIDDEN = "42501";

  private CatalogErrors() {}

  /// Whether there is no such table or schema.
  static boolean isMissing(SQLException error) {
    String state = String.valueOf(error.getSQLState());
    return switch (state) {
      case "42P01", "3F000", "90079" -> true;
      default -> state.startsWith("42S0");
    };
  }

  /// Whether somebody else has created the same thing meanwhile.
  static boolean isDuplicate(SQLException error) {
    String state = String.valueOf(error.getSQLState());
    return switch (state) {
      // A schema or table, or the type of its rows; and what a unique index of PostgreSQL's own
      // tables says of them.
      case "42P06", "42P07", "42710", "90078", "42S01" -> true;
      default -> state.startsWith("23");
    };
  }

  /// The user may not do that.
  static boolean isForbidden(SQLException error) {
    return switch (String.valueOf(error.getSQLState())) {
      case FORBIDDEN, "90040", "90096" -> true;
      default -> false;
    };
  }

  /// The error with what to do about it.
  static SQLException unreadable(SQLException error) {
    return isForbidden(error)
        ? new SQLException(
            "the database's user may not read the schema wasmudf, where functions and tenants are"
                + " kept: grant it USAGE on the schema and SELECT on its tables, name another user"
                + " with the properties catalog.user and catalog.password, or connect with"
                + " catalog=memory (%s)".formatted(error.getMessage()),
            FORBIDDEN,
            error)
        : error;
  }

  /// The error with what to do about it.
  static SQLException unwritable(SQLException error, String right, String user) {
    return isForbidden(error)
        ? new SQLException(
            "functions and tenants are kept in the schema wasmudf, which the database's user may"
                + " not"
                + " create or write: %s %s, name another user with the properties catalog.user and"
                    .formatted(right, user)
                + " catalog.password, or connect with catalog=memory (%s)"
                    .formatted(error.getMessage()),
            FORBIDDEN,
            error)
        : error;
  }
}
