package org.wasmudf.sql.tenant;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.calcite.sql.validate.SqlValidator;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.sql.function.CatalogException;
import org.wasmudf.sql.store.CatalogStore;
import org.wasmudf.sql.store.CatalogTransaction;
import org.wasmudf.sql.store.CatalogVersion;
import org.wasmudf.sql.store.DatabaseStore;
import org.wasmudf.sql.store.MemoryStore;

/// The catalog of a database, shared by all of the process's connections to it: its state now, and
/// the ways to the next one. Thread-safe.
///
/// Where the database keeps it, the state here is that of a version there. Whoever finds another
/// version reads what has changed; whoever changes something does so in a transaction in which the
/// version changes too, and publishes it here afterwards. So nothing is seen that isn't kept.
public final class TenantCatalog {
  private static final Map<String, TenantCatalog> SHARED = new ConcurrentHashMap<>();

  private final Account owner;
  private final boolean caseSensitive;
  private final Supplier<SqlValidator> types;
  private volatile SavedState saved;

  /// Held while a statement changes the catalog, which may take as long as a module takes to load;
  /// readers never wait for it.
  private final ReentrantLock writing = new ReentrantLock();

  /// A catalog without tenants or functions, that nobody else sees.
  ///
  /// @param caseSensitive whether names that differ in case only are different names
  /// @param types reads types when functions that were kept are made again
  public TenantCatalog(boolean caseSensitive, Supplier<SqlValidator> types) {
    this.caseSensitive = caseSensitive;
    this.types = types;
    this.owner = new Account("", UdfRuntime.shared().owner(), this);
    this.saved = SavedState.of(new CatalogState(caseSensitive, owner));
  }

  /// The process's catalog for a database.
  public static TenantCatalog shared(
      String key, boolean caseSensitive, Supplier<SqlValidator> types) {
    return SHARED.computeIfAbsent(key, _ -> new TenantCatalog(caseSensitive, types));
  }

  /// For whom connections work that name no tenant.
  public Account owner() {
    return owner;
  }

  /// The tenant of a name.
  public Optional<Account> find(String name) {
    return state().find(name);
  }

  /// Every tenant, by name.
  public Collection<Account> all() {
    return state().tenants();
  }

  CatalogState state() {
    return saved.state();
  }

  /// Brings the catalog to what the store has now; asked once for each statement.
  public void refresh(CatalogStore store) throws SQLException {
    if (store instanceof DatabaseStore database && !database.version().equals(saved.version())) {
      read(database);
    }
  }

  private synchronized void read(DatabaseStore database) throws SQLException {
    CatalogVersion version = database.version();
    if (!version.equals(saved.version())) {
      publish(
          version.equals(CatalogVersion.NONE)
              ? SavedState.of(new CatalogState(caseSensitive, owner))
              : reader(database).read(version, database.entries(), saved));
    }
  }

  private StateReader reader(DatabaseStore database) {
    return new StateReader(new CatalogState(caseSensitive, owner), types, database);
  }

  /// Changes the catalog, all that a statement says or nothing.
  ///
  /// @param account for whom
  /// @param change done to a copy that becomes the catalog's state when it has been kept; done
  ///   again when it turns out that the copy is too old
  /// @throws SQLException when it can't be kept
  /// @throws CatalogException when the account is that of a tenant that has been dropped
  public void change(CatalogStore store, Account account, Consumer<CatalogState> change)
      throws SQLException {
    writing.lock();
    try {
      switch (store) {
        case MemoryStore _ -> publish(SavedState.of(changed(account, change)));
        case DatabaseStore database -> change(database, account, change);
      }
    } finally {
      writing.unlock();
    }
  }

  private CatalogState changed(Account account, Consumer<CatalogState> change) {
    CatalogState draft = state().copy();
    if (!draft.contains(account)) {
      throw CatalogException.droppedTenant(account.name());
    }
    change.accept(draft);
    return draft;
  }

  private void change(DatabaseStore database, Account account, Consumer<CatalogState> change)
      throws SQLException {
    refresh(database);
    if (saved.version().equals(CatalogVersion.NONE)
        && saved.changesTo(changed(account, change)).isEmpty()) {
      // Nothing is created for a statement that does nothing, or is wrong.
      return;
    }
    try (CatalogTransaction transaction = database.begin()) {
      catchUp(database, transaction);
      SavedState before = saved;
      CatalogState after = changed(account, change);
      StateChanges changes = before.changesTo(after);
      if (!changes.isEmpty()) {
        Map<Object, Long> ids = changes.save(transaction);
        publish(new SavedState(transaction.commit(), after, ids));
      }
    }
  }

  private synchronized void catchUp(DatabaseStore database, CatalogTransaction transaction)
      throws SQLException {
    if (!transaction.version().equals(saved.version())) {
      publish(reader(database).read(transaction.version(), transaction.entries(), saved));
    }
  }

  private synchronized void publish(SavedState next) {
    CatalogState before = saved.state();
    saved = next;
    for (Account tenant : next.state().tenants()) {
      ResourceLimits limits = next.state().limits(tenant);
      if (!tenant.tenant().limits().equals(limits)) {
        tenant.tenant().alter(limits);
      }
    }
    for (Account tenant : before.tenants()) {
      if (!next.state().contains(tenant)) {
        tenant.tenant().close();
      }
    }
  }
}
