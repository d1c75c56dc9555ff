package org.wasmudf.sql;

import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.OptionalDouble;
import java.util.Properties;

/// What a connection's properties say to us.
///
/// @param tpchScale the scale factor of the schema `tpch`; nothing where there is no such schema
/// @param rest the properties of the database
record Settings(OptionalDouble tpchScale, Properties rest) {
  private static final String TPCH = "tpch";

  /// Takes ours out of a connection's properties.
  static Settings of(Properties properties) throws SQLException {
    Properties rest = new Properties();
    for (String name : properties.stringPropertyNames()) {
      rest.setProperty(name, properties.getProperty(name));
    }
    Object scale = rest.remove(TPCH);
    return new Settings(
        scale == null ? OptionalDouble.empty() : OptionalDouble.of(scale(scale.toString())), rest);
  }

  private static double scale(String text) throws SQLException {
    try {
      double scale = Double.parseDouble(text);
      if (scale > 0 && scale <= 100_000) {
        return scale;
      }
    } catch (NumberFormatException e) {
      // Not a number: the error below.
    }
    throw new SQLException(
        "the property tpch is a scale factor, such as 0.01 or 1, and not '%s'".formatted(text),
        "22023");
  }

  static DriverPropertyInfo[] describe(Properties properties) {
    DriverPropertyInfo tpch = new DriverPropertyInfo(TPCH, properties.getProperty(TPCH));
    tpch.description = "scale factor of the TPC-H tables in the schema tpch, such as 0.01";
    return new DriverPropertyInfo[] {tpch};
  }
}
