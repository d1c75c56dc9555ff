package org.wasmudf.sql;

import com.google.common.base.Splitter;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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
/// @param rest the properties of the database
record Settings(
    OptionalDouble tpchScale,
    ProgressListener progress,
    Optional<String> tenant,
    List<Path> modulePath,
    Properties rest) {
  private static final String TPCH = "tpch";

  /// A [ProgressListener]; the only property that is no text, for programs that embed the driver.
  private static final String PROGRESS = "tpchProgress";

  private static final String TENANT = "tenant";
  private static final String MODULE_PATH = "module.path";

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
    return new Settings(
        scale == null ? OptionalDouble.empty() : OptionalDouble.of(scale(scale.toString())),
        progress instanceof ProgressListener listener ? listener : ProgressListener.QUIET,
        Optional.ofNullable(tenant).map(Object::toString),
        modulePath == null ? List.of() : folders(modulePath.toString()),
        rest);
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
    return new DriverPropertyInfo[] {tpch, tenant, modulePath};
  }
}
