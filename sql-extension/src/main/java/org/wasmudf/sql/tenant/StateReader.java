package org.wasmudf.sql.tenant;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.validate.SqlValidator;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.runtime.Sha256;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;
import org.wasmudf.sql.database.DatabaseException;
import org.wasmudf.sql.function.CatalogException;
import org.wasmudf.sql.function.Declaration;
import org.wasmudf.sql.function.FunctionDdl;
import org.wasmudf.sql.function.FunctionDefinition;
import org.wasmudf.sql.function.FunctionEntry;
import org.wasmudf.sql.function.FunctionOrigin;
import org.wasmudf.sql.function.ModuleEntry;
import org.wasmudf.sql.function.ModuleFiles;
import org.wasmudf.sql.parser.SqlCreateTenant;
import org.wasmudf.sql.parser.SqlGrantExecute;
import org.wasmudf.sql.store.CatalogVersion;
import org.wasmudf.sql.store.DatabaseStore;
import org.wasmudf.sql.store.StoredEntry;
import org.wasmudf.sql.store.StoredEntry.Kind;

/// Makes a state of the catalog from what the database keeps of it. What is in the state before it
/// stays the same object, so that prepared statements, usage and instances go on.
///
/// Modules aren't loaded before they are used. Used once, by one thread.
final class StateReader {
  private final CatalogState state;
  private final Supplier<SqlValidator> types;
  private final DatabaseStore database;
  private final Map<Object, Long> ids = new HashMap<>();

  /// @param state without tenants and functions; those are added to it
  StateReader(CatalogState state, Supplier<SqlValidator> types, DatabaseStore database) {
    this.state = state;
    this.types = types;
    this.database = database;
  }

  /// Reads a version.
  ///
  /// @param entries what the database has, by number
  SavedState read(CatalogVersion version, Map<Long, StoredEntry> entries, SavedState before) {
    Map<Long, Object> known = new HashMap<>();
    if (before.version().catalog().equals(version.catalog())) {
      before.ids().forEach((object, id) -> known.put(id, object));
    }
    for (Kind kind : Kind.values()) {
      entries.forEach(
          (id, entry) -> {
            if (entry.kind() == kind) {
              add(entry, known.get(id)).ifPresent(object -> ids.put(object, id));
            }
          });
    }
    return new SavedState(version, state, ids);
  }

  /// Adds an object to the state.
  ///
  /// @param known what it has been in the state before
  /// @return what it is now; nothing where it belongs to a tenant that isn't there
  private Optional<Object> add(StoredEntry entry, @Nullable Object known) {
    return switch (entry.kind()) {
      case TENANT -> Optional.of(addTenant(entry, known));
      case MODULE -> account(entry).map(each -> addModule(each, entry, known));
      case FUNCTION -> account(entry).map(each -> addFunction(each, entry, known));
      case GRANT -> account(entry).flatMap(each -> addGrant(each, entry));
    };
  }

  private Optional<Account> account(StoredEntry entry) {
    return entry.tenant().isEmpty() ? Optional.of(state.owner()) : state.find(entry.tenant());
  }

  private Account addTenant(StoredEntry entry, @Nullable Object known) {
    ResourceLimits limits =
        ((SqlCreateTenant) Declaration.parse(entry.declaration()))
            .limits()
            .of(ResourceLimits.DEFAULT);
    Account tenant =
        known instanceof Account account
            ? account
            : new Account(entry.name(), new Tenant(entry.name(), limits), state.owner().database());
    state.restore(tenant, limits);
    return tenant;
  }

  private ModuleEntry addModule(Account account, StoredEntry entry, @Nullable Object known) {
    ModuleEntry module =
        known instanceof ModuleEntry same
            ? same
            : ModuleEntry.saved(
                entry.name(),
                entry.tenant(),
                entry.sha256(),
                entry.source(),
                () -> load(account, entry.sha256()));
    state.functions(account).modules().restore(module);
    return module;
  }

  private FunctionEntry addFunction(Account account, StoredEntry entry, @Nullable Object known) {
    FunctionEntry function = known instanceof FunctionEntry same ? same : function(account, entry);
    state.functions(account).restore(function);
    return function;
  }

  private FunctionEntry function(Account account, StoredEntry entry) {
    FunctionOrigin origin =
        new FunctionOrigin(entry.declaration(), entry.module(), entry.sha256(), entry.source());
    // Both have been read by now, the module before.
    Optional<ModuleEntry> module =
        state
            .functions(account)
            .modules()
            .find(entry.module())
            .filter(each -> each.sha256().equals(entry.sha256()));
    return FunctionEntry.saved(
        entry.name(),
        parameterTypes(account, origin),
        entry.tenant(),
        origin,
        () ->
            define(
                account,
                origin,
                module.map(ModuleEntry::module).orElseGet(() -> load(account, entry.sha256()))));
  }

  private List<SqlType> parameterTypes(Account account, FunctionOrigin origin) {
    try {
      return Declaration.of(origin).parameterTypes(ddl(account));
    } catch (CatalogException | CalciteContextException e) {
      // Defining it will say the same, when somebody calls it.
      return List.of();
    }
  }

  private FunctionDefinition define(Account account, FunctionOrigin origin, WasmModule module) {
    return Declaration.of(origin).define(module, ddl(account));
  }

  private FunctionDdl ddl(Account account) {
    return new FunctionDdl(
        UdfRuntime.shared(),
        types.get(),
        account.name(),
        account.tenant(),
        new ModuleFiles.Below(List.of()));
  }

  private WasmModule load(Account account, String sha256) {
    byte[] bytes;
    try {
      bytes = database.bytes(sha256);
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
    if (!Sha256.hex(bytes).equals(sha256)) {
      throw UdfException.of(
          UdfErrorCode.CHECKSUM_MISMATCH,
          "the module that is kept has the SHA-256 %s, and not %s"
              .formatted(Sha256.hex(bytes), sha256));
    }
    return UdfRuntime.shared().load(account.tenant(), bytes);
  }

  /// @return the entry, which is all there is to a grant; nothing where its function or tenant
  ///   isn't there
  private Optional<Object> addGrant(Account account, StoredEntry entry) {
    SqlGrantExecute grant = (SqlGrantExecute) Declaration.parse(entry.declaration());
    Optional<Account> grantee = state.find(grant.tenant().getSimple());
    List<SqlType> parameterTypes = ddl(account).parameterTypes(grant.parameterTypes());
    if (grantee.isEmpty() || !state.functions(account).owns(entry.name(), parameterTypes)) {
      return Optional.empty();
    }
    state.functions(account).grant(entry.name(), parameterTypes, state.functions(grantee.get()));
    return Optional.of(entry);
  }
}
