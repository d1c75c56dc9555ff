package org.wasmudf.sql;

import com.google.common.base.Splitter;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Properties;
import org.wasmudf.sql.tpch.ProgressListener;

/// What a connection's properties say to us.
///
/// @param tpchScale the scale factor of the schema `tpch`; nothing where there is no such schema
/// @param progress told of the generation of that schema's tables
/// @param tenant for whom the connection works; nothing for the owner
/// @param modulePath the folders that a tenant's modules are read from
/// @param catalogInMemory whether the catalog is the process's, and not kept in the database
/// @param catalogUser what differs in the properties of connections on which it is kept
/// @param rest the properties of the database
record Settings(
    OptionalDouble tpchScale,
    ProgressListener progress,
    Optional<String> tenant,
    List<Path> modulePath,
    boolean catalogInMemory,
    Map<String, String> catalogUser,
    Properties rest) {
  private static final String TPCH = "tpch";

  /// A [ProgressListener]; the only property that is no text, for programs that embed the driver.
  private static final String PROGRESS = "tpchProgress";

  private static final String TENANT = "tenant";
  private static final String MODULE_PATH = "module.path";

  private static final String CATALOG = "catalog";
  private static final String CATALOG_USER = "catalog.user";
  private static final String CATALOG_PASSWORD = "catalog.password";

  private static final double MIN_SCALE = 0.0001;
  private static final double MAX_SCALE = 100_000;

  /// Takes ours out of a connection's properties.
  static Settings of(Properties properties) throws SQLException {
    Properties rest = new Properties();
    for (String name : properties.stringPropertyNames()) {
      rest.setProperty(name, properties.getProperty(name));
    }
    // Those that are no text.
    properties.forEach(rest::putIfAbsent);
    Object scale = rest.remove(TPCH);
    Object progress = rest.remove(PROGRESS);
    Object tenant = rest.remove(TENANT);
    Object modulePath = rest.remove(MODULE_PATH);
    Object catalog = rest.remove(CATALOG);
    Map<String, String> catalogUser = new HashMap<>();
    Object user = rest.remove(CATALOG_USER);
    Object password = rest.remove(CATALOG_PASSWORD);
    if (user != null) {
      catalogUser.put("user", user.toString());
      catalogUser.put("password", password == null ? "" : password.toString());
    }
    return new Settings(
        scale == null ? OptionalDouble.empty() : OptionalDouble.of(scale(scale.toString())),
        progress instanceof ProgressListener listener ? listener : ProgressListener.QUIET,
        Optional.ofNullable(tenant).map(Object::toString),
        modulePath == null ? List.of() : folders(modulePath.toString()),
        catalog != null && isMemory(catalog.toString()),
        catalogUser,
        rest);
  }

  /// The properties of the database for connections on which the catalog is kept.
  Properties catalogProperties() {
    Properties properties = new Properties();
    properties.putAll(rest);
    properties.putAll(catalogUser);
    return properties;
  }

  private static boolean isMemory(String text) throws SQLException {
    return switch (text) {
      case "memory" -> true;
      case "database" -> false;
      default ->
          throw new SQLException(
              "the property catalog is 'database' or 'memory', and not '%s'".formatted(text),
              "22023");
    };
  }

  private static List<Path> folders(String path) throws SQLException {
    List<Path> folders = new ArrayList<>();
    for (String each : Splitter.on(File.pathSeparatorChar).omitEmptyStrings().split(path)) {
      try {
        folders.add(Path.of(each).toAbsolutePath());
      } catch (InvalidPathException e) {
        throw new SQLException(
            "the property %s has a folder that can't be: %s".formatted(MODULE_PATH, e.getMessage()),
            "22023",
            e);
      }
    }
    return folders;
  }

  private static double scale(String text) throws SQLException {
    try {
      double scale = Double.parseDouble(text);
      if (scale >= MIN_SCALE && scale <= MAX_SCALE) {
        return scale;
      }
    } catch (NumberFormatException e) {
      // Not a number: the error below.
    }
    throw new SQLException(
        "the property tpch is a scale factor from 0.0001 to 100000, such as 0.01 or 1, and not '%s'"
            .formatted(text),
        "22023");
  }

  static DriverPropertyInfo[] describe(Properties properties) {
    DriverPropertyInfo tpch = new DriverPropertyInfo(TPCH, properties.getProperty(TPCH));
    tpch.description = "scale factor of the TPC-H tables in the schema tpch, such as 0.01";
    DriverPropertyInfo tenant = new DriverPropertyInfo(TENANT, properties.getProperty(TENANT));
    tenant.description =
        "the tenant for whom the connection works, under its limits and with its functions";
    DriverPropertyInfo modulePath =
        new DriverPropertyInfo(MODULE_PATH, properties.getProperty(MODULE_PATH));
    modulePath.description =
        "with a tenant: the folders that CREATE FUNCTION ... FROM 'file' reads from, as in a path";
    DriverPropertyInfo catalog = new DriverPropertyInfo(CATALOG, properties.getProperty(CATALOG));
    catalog.description = "where functions and tenants are kept";
    catalog.choices = new String[] {"database", "memory"};
    DriverPropertyInfo user =
        new DriverPropertyInfo(CATALOG_USER, properties.getProperty(CATALOG_USER));
    user.description = "the database's user who keeps them; by default the connection's";
    DriverPropertyInfo password = new DriverPropertyInfo(CATALOG_PASSWORD, null);
    password.description = "that user's password";
    return new DriverPropertyInfo[] {tpch, tenant, modulePath, catalog, user, password};
  }
}
