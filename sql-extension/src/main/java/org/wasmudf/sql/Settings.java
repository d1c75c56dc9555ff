package org.wasmudf.sql;

import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.OptionalDouble;
import java.util.Properties;
import org.wasmudf.sql.tpch.ProgressListener;

/// What a connection's properties say to us.
///
/// @param tpchScale the scale factor of the schema `tpch`; nothing where there is no such schema
/// @param progress told of the generation of that schema's tables
/// @param rest the properties of the database
record Settings(OptionalDouble tpchScale, ProgressListener progress, Properties rest) {
  private static final String TPCH = "tpch";

  /// A [ProgressListener]; the only property that is no text, for programs that embed the driver.
  private static final String PROGRESS = "tpchProgress";

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
    return new Settings(
        scale == null ? OptionalDouble.empty() : OptionalDouble.of(scale(scale.toString())),
        progress instanceof ProgressListener listener ? listener : ProgressListener.QUIET,
        rest);
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
    return new DriverPropertyInfo[] {tpch};
  }
}
