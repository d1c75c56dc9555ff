package org.wasmudf.sql.store;

/// Which state of which catalog.
///
/// @param catalog made up when it was created, so that another one in its place is told from it
/// @param number of changes since then
public record CatalogVersion(String catalog, long number) {
  /// Of a database in which nothing has been kept.
  public static final CatalogVersion NONE = new CatalogVersion("", 0);

  CatalogVersion next() {
    return new CatalogVersion(catalog, number + 1);
  }
}
