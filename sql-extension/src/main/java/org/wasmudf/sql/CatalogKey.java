package org.wasmudf.sql;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.wasmudf.sql.database.Database;

/// Which connections share a catalog of functions: those to one database.
final class CatalogKey {
  /// Databases that nobody but their connection sees.
  private static final Set<String> PRIVATE =
      Set.of(
          "jdbc:h2:mem:",
          "jdbc:sqlite:",
          "jdbc:sqlite::memory:",
          "jdbc:duckdb:",
          "jdbc:duckdb::memory:");

  private CatalogKey() {}

  /// The database's URL without the settings that don't change which database it is; nothing for a
  /// database that belongs to its connection.
  static Optional<String> of(Database database) throws SQLException {
    String url = database.connection().getMetaData().getURL();
    int end = url.indexOf(url.startsWith("jdbc:h2:") ? ';' : '?');
    String key = end < 0 ? url : url.substring(0, end);
    return PRIVATE.contains(key) ? Optional.empty() : Optional.of(key);
  }
}
