package org.wasmudf.sql.store;

/// Nowhere but in the process.
public record MemoryStore() implements CatalogStore {
  @Override
  public void close() {}
}
