package org.wasmudf.sql;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Logger;
import org.apache.calcite.schema.Schema;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.LinearMemory;
import org.wasmudf.sql.database.Database;
import org.wasmudf.sql.database.NameRules;
import org.wasmudf.sql.function.ModuleFiles;
import org.wasmudf.sql.store.CatalogStore;
import org.wasmudf.sql.store.DatabaseStore;
import org.wasmudf.sql.store.MemoryStore;
import org.wasmudf.sql.tenant.Account;
import org.wasmudf.sql.tenant.TenantCatalog;
import org.wasmudf.sql.tpch.TpchSchema;

/// The JDBC driver for `jdbc:wasmudf:`, followed by the URL of any database that has a driver of
/// its own, such as `jdbc:wasmudf:jdbc:postgresql://localhost/shop`; followed by nothing, an H2 in
/// memory that belongs to the connection.
///
/// The connection is the database's, with functions in WebAssembly added to its SQL. Properties go
/// to the database, except for those of [Settings].
public final class WasmUdfDriver implements Driver {
  static final String PREFIX = "jdbc:wasmudf:";

  private static final String EMBEDDED = "jdbc:h2:mem:";

  static {
    try {
      DriverManager.registerDriver(new WasmUdfDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// Called by the JDK, which finds the driver by its service file.
  public WasmUdfDriver() {}

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(PREFIX);
  }

  /// Opens a connection of the database, null if the URL is another driver's.
  @Override
  public @Nullable Connection connect(String url, @Nullable Properties properties)
      throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    Settings settings = Settings.of(properties == null ? new Properties() : properties);
    Connection connection = open(databaseUrl(url), settings.rest());
    CatalogStore store = new MemoryStore();
    try {
      Database database = Database.of(connection);
      store = store(databaseUrl(url), database, settings);
      TenantCatalog tenants = tenants(database, store);
      tenants.refresh(store);
      Account account = account(tenants, database.names(), settings);
      ModuleFiles files =
          account.isTenant() ? new ModuleFiles.Below(settings.modulePath()) : new ModuleFiles.All();
      Connection wrapped =
          new WrappedConnection(
                  new Session(
                      database,
                      account,
                      store,
                      files,
                      schemas(account, database.names(), settings)))
              .proxy();
      return account.isTenant() ? TenantGuard.of(wrapped) : wrapped;
    } catch (SQLException | RuntimeException e) {
      store.close();
      connection.close();
      throw SqlErrors.of(e);
    }
  }

  /// Where the catalog of a connection is kept.
  private static CatalogStore store(String url, Database database, Settings settings)
      throws SQLException {
    if (settings.catalogInMemory()
        || CatalogKey.of(database).isEmpty()
        || !DatabaseStore.canKeepIn(database.product())) {
      return new MemoryStore();
    }
    Properties properties = settings.catalogProperties();
    return DatabaseStore.of(
        database.product(), url, properties, () -> open(url, copyOf(properties)));
  }

  /// Drivers may change what they are given.
  private static Properties copyOf(Properties properties) {
    Properties copy = new Properties();
    copy.putAll(properties);
    return copy;
  }

  private static String databaseUrl(String url) throws SQLException {
    String rest = url.substring(PREFIX.length());
    if (rest.isEmpty()) {
      return EMBEDDED;
    }
    if (!rest.startsWith("jdbc:") || rest.startsWith(PREFIX)) {
      throw new SQLException(
          "%s: after jdbc:wasmudf: comes the URL of a database, such as %sjdbc:h2:mem:test"
              .formatted(url, PREFIX),
          "08001");
    }
    return rest;
  }

  private static Connection open(String url, Properties properties) throws SQLException {
    Driver driver;
    try {
      driver = DriverManager.getDriver(url);
    } catch (SQLException e) {
      throw new SQLException(
          "there is no JDBC driver for %s: put the database's driver on the class path"
              .formatted(url),
          "08001",
          e);
    }
    Connection connection = driver.connect(url, properties);
    if (connection == null) {
      throw new SQLException(driver.getClass().getName() + " refused " + url, "08001");
    }
    return connection;
  }

  private static Account account(TenantCatalog tenants, NameRules names, Settings settings)
      throws SQLException {
    if (settings.tenant().isEmpty()) {
      return tenants.owner();
    }
    String name = settings.tenant().get();
    // As it is, for names that were created in quotes, or as a statement would fold it.
    Optional<Account> found = tenants.find(name);
    if (found.isEmpty()) {
      found = tenants.find(names.fold(name));
    }
    return found.orElseThrow(
        () -> new SQLException("there is no tenant %s".formatted(name), "28000"));
  }

  /// Those of a database that keeps its catalog are apart from those of the process.
  private static TenantCatalog tenants(Database database, CatalogStore store) throws SQLException {
    boolean caseSensitive = database.names().caseSensitive();
    String where =
        switch (store) {
          case MemoryStore _ -> "memory ";
          case DatabaseStore _ -> "database ";
        };
    return CatalogKey.of(database)
        .map(key -> TenantCatalog.shared(where + key, caseSensitive, SingleFunction::types))
        .orElseGet(() -> new TenantCatalog(caseSensitive, SingleFunction::types));
  }

  /// Our schemas, by the names that statements find them under.
  private static Map<String, Schema> schemas(Account account, NameRules names, Settings settings) {
    Map<String, Schema> schemas = new HashMap<>();
    if (!account.isTenant()) {
      schemas.put(names.fold(CatalogSchema.NAME), new CatalogSchema(account, names));
    }
    if (settings.tpchScale().isPresent()) {
      schemas.put(
          names.fold("tpch"),
          TpchSchema.of(
              settings.tpchScale().getAsDouble(),
              names.unquoted(),
              TpchSchema.userCache(),
              LinearMemory.shared().allocator(),
              settings.progress()));
    }
    return schemas;
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties properties)
      throws SQLException {
    return Settings.describe(properties == null ? new Properties() : properties);
  }

  @Override
  public int getMajorVersion() {
    return 0;
  }

  @Override
  public int getMinorVersion() {
    return 1;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("wasm-udf doesn't use java.util.logging");
  }
}
