package org.wasmudf.sql.tenant;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;
import org.wasmudf.sql.function.CatalogException;
import org.wasmudf.sql.function.FunctionCatalog;
import org.wasmudf.sql.function.FunctionCatalog.IfExists;
import org.wasmudf.sql.function.Grants;
import org.wasmudf.sql.parser.LimitChanges;

/// The tenants of a database, and everybody's functions, modules and grants, at one time.
///
/// A statement changes a copy that nobody else sees, which is published when it is kept: then it
/// never changes again, and any thread may read it.
public final class CatalogState {
  private final boolean caseSensitive;
  private final Grants grants = new Grants();
  private final Member owner;

  /// By key.
  private final Map<String, Member> tenants = new TreeMap<>();

  private static final class Member {
    final Account account;
    final FunctionCatalog functions;
    ResourceLimits limits;

    Member(Account account, ResourceLimits limits, boolean caseSensitive, Grants grants) {
      this.account = account;
      this.limits = limits;
      this.functions =
          new FunctionCatalog(account.name(), caseSensitive, this::mostFunctions, grants);
    }

    private long mostFunctions() {
      return account.isTenant() ? limits.get(Limit.FUNCTIONS) : Long.MAX_VALUE;
    }
  }

  /// Nobody but the owner, without functions.
  ///
  /// @param caseSensitive whether names that differ in case only are different names
  CatalogState(boolean caseSensitive, Account owner) {
    this.caseSensitive = caseSensitive;
    this.owner = member(owner, ResourceLimits.DEFAULT);
  }

  private Member member(Account account, ResourceLimits limits) {
    return new Member(account, limits, caseSensitive, grants);
  }

  /// The same, to be changed.
  CatalogState copy() {
    CatalogState copy = new CatalogState(caseSensitive, owner.account);
    Map<FunctionCatalog, FunctionCatalog> copies = new HashMap<>();
    copies.put(owner.functions, copy.owner.functions);
    tenants.forEach(
        (key, each) -> {
          Member same = copy.member(each.account, each.limits);
          copy.tenants.put(key, same);
          copies.put(each.functions, same.functions);
        });
    copies.forEach((from, to) -> to.addAll(from));
    copy.grants.addAll(grants, copies);
    return copy;
  }

  /// The functions that somebody can call: none, of who isn't there.
  public FunctionCatalog functions(Account account) {
    return find(account)
        .map(each -> each.functions)
        .orElseGet(() -> member(account, ResourceLimits.DEFAULT).functions);
  }

  private Optional<Member> find(Account account) {
    Member found = account.isTenant() ? tenants.get(key(account.name())) : owner;
    return Optional.ofNullable(found).filter(each -> each.account.equals(account));
  }

  Account owner() {
    return owner.account;
  }

  /// Whether that is the owner, or a tenant that is there.
  boolean contains(Account account) {
    return find(account).isPresent();
  }

  /// The tenant of a name.
  Optional<Account> find(String name) {
    return Optional.ofNullable(tenants.get(key(name))).map(each -> each.account);
  }

  /// Every tenant, by name.
  Collection<Account> tenants() {
    return tenants.values().stream().map(each -> each.account).toList();
  }

  /// Who may call whose functions.
  Grants grants() {
    return grants;
  }

  /// What a tenant may use at most.
  ResourceLimits limits(Account tenant) {
    return find(tenant).map(each -> each.limits).orElseThrow();
  }

  Account get(String name) {
    return find(name).orElseThrow(() -> CatalogException.unknownTenant(name));
  }

  /// Adds a tenant. One that exists and is replaced keeps its functions and what it has used: its
  /// limits are those of a new one.
  ///
  /// @throws CatalogException when it exists and that is an error
  void create(String name, LimitChanges changes, IfExists ifExists) {
    ResourceLimits limits = changes.of(ResourceLimits.DEFAULT);
    Member present = tenants.get(key(name));
    if (present == null) {
      restore(new Account(name, new Tenant(name, limits), owner.account.database()), limits);
      return;
    }
    switch (ifExists) {
      case FAIL -> throw CatalogException.duplicateTenant(name);
      case REPLACE -> present.limits = limits;
      case KEEP -> {}
    }
  }

  /// Adds a tenant that isn't there.
  void restore(Account tenant, ResourceLimits limits) {
    tenants.put(key(tenant.name()), member(tenant, limits));
  }

  /// Changes a tenant's limits.
  ///
  /// @throws CatalogException when there is no such tenant
  void alter(String name, LimitChanges changes) {
    Member tenant = tenants.get(key(name));
    if (tenant == null) {
      throw CatalogException.unknownTenant(name);
    }
    tenant.limits = changes.of(tenant.limits);
  }

  /// Removes a tenant, its functions, and what it has granted or been granted.
  ///
  /// @throws CatalogException when there is no such tenant
  void drop(String name) {
    Member dropped = tenants.remove(key(name));
    if (dropped == null) {
      throw CatalogException.unknownTenant(name);
    }
    grants.removeAll(dropped.functions);
  }

  /// The functions of everybody, by their accounts; the owner's first.
  Map<Account, FunctionCatalog> members() {
    Map<Account, FunctionCatalog> members = new LinkedHashMap<>();
    members.put(owner.account, owner.functions);
    tenants.values().forEach(each -> members.put(each.account, each.functions));
    return members;
  }

  private String key(String name) {
    return caseSensitive ? name : name.toLowerCase(Locale.ROOT);
  }
}
