package org.wasmudf.sql.store;

/// Where a connection's catalog is kept.
public sealed interface CatalogStore extends AutoCloseable permits MemoryStore, DatabaseStore {
  @Override
  void close();
}
