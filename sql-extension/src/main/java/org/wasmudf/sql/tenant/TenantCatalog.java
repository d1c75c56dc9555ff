package org.wasmudf.sql.tenant;

import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;
import org.wasmudf.sql.function.CatalogException;
import org.wasmudf.sql.function.FunctionCatalog;
import org.wasmudf.sql.function.FunctionCatalog.IfExists;
import org.wasmudf.sql.parser.LimitChanges;

/// The tenants of a database beside its owner, shared by all of the process's connections to it.
/// Thread-safe.
public final class TenantCatalog {
  private static final Map<String, TenantCatalog> SHARED = new ConcurrentHashMap<>();

  private final boolean caseSensitive;
  private final Account owner;
  private final Map<String, Account> tenants = new ConcurrentSkipListMap<>();

  /// A catalog without tenants or functions, that nobody else sees.
  ///
  /// @param caseSensitive whether names that differ in case only are different names
  public TenantCatalog(boolean caseSensitive) {
    this.caseSensitive = caseSensitive;
    this.owner =
        new Account("", UdfRuntime.shared().owner(), new FunctionCatalog(caseSensitive), this);
  }

  /// The process's catalog for a database.
  public static TenantCatalog shared(String url, boolean caseSensitive) {
    return SHARED.computeIfAbsent(url, _ -> new TenantCatalog(caseSensitive));
  }

  /// For whom connections work that name no tenant.
  public Account owner() {
    return owner;
  }

  /// The tenant of a name.
  public Optional<Account> find(String name) {
    return Optional.ofNullable(tenants.get(key(name)));
  }

  /// Every tenant, by name.
  public Collection<Account> all() {
    return Collections.unmodifiableCollection(tenants.values());
  }

  /// Adds a tenant. One that exists and is replaced keeps its functions and what it has used: its
  /// limits are those of a new one.
  ///
  /// @throws CatalogException when it exists and that is an error
  void create(String name, LimitChanges changes, IfExists ifExists) {
    ResourceLimits limits = changes.of(ResourceLimits.DEFAULT);
    Tenant tenant = new Tenant(name, limits);
    FunctionCatalog functions =
        new FunctionCatalog(name, caseSensitive, () -> tenant.limits().get(Limit.FUNCTIONS));
    Account created = new Account(name, tenant, functions, this);
    Account present = tenants.putIfAbsent(key(name), created);
    if (present != null) {
      switch (ifExists) {
        case FAIL -> throw CatalogException.duplicateTenant(name);
        case REPLACE -> present.tenant().alter(limits);
        case KEEP -> {}
      }
    }
  }

  /// Changes a tenant's limits.
  ///
  /// @throws CatalogException when there is no such tenant
  void alter(String name, LimitChanges changes) {
    Tenant tenant = get(name).tenant();
    synchronized (tenant) {
      tenant.alter(changes.of(tenant.limits()));
    }
  }

  /// Removes a tenant, its functions, and what it has granted or been granted.
  ///
  /// @throws CatalogException when there is no such tenant
  void drop(String name) {
    Account dropped = tenants.remove(key(name));
    if (dropped == null) {
      throw CatalogException.unknownTenant(name);
    }
    dropped.tenant().close();
    dropped.functions().dissolve(CatalogException.droppedTenant(dropped.name()));
  }

  Account get(String name) {
    return find(name).orElseThrow(() -> CatalogException.unknownTenant(name));
  }

  private String key(String name) {
    return caseSensitive ? name : name.toLowerCase(Locale.ROOT);
  }
}
