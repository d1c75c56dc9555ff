package org.wasmudf.sql.tenant;

import org.wasmudf.runtime.limit.Tenant;
import org.wasmudf.sql.function.CatalogException;
import org.wasmudf.sql.function.FunctionCatalog;

/// Somebody for whom connections to a database work: its owner, or one of its tenants. Thread-safe.
///
/// @param name the tenant's, as the database folds it; empty for the owner
/// @param tenant whose limits hold and who is charged
/// @param database all who have connections to it
public record Account(String name, Tenant tenant, TenantCatalog database) {
  /// Whether this is a tenant, and not the owner.
  public boolean isTenant() {
    return !name.isEmpty();
  }

  /// The functions that it can call now: none, if this is a tenant that has been dropped.
  public FunctionCatalog functions() {
    return database.state().functions(this);
  }

  /// Asked before anything is done for it.
  ///
  /// @throws CatalogException when this is a tenant that has been dropped
  public void check() {
    if (isTenant() && tenant.isClosed()) {
      throw CatalogException.droppedTenant(name);
    }
  }
}
