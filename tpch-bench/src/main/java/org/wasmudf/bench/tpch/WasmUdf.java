package org.wasmudf.bench.tpch;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.wasmudf.samples.SampleModule;
import org.wasmudf.sql.tpch.ProgressListener;

/// What is benchmarked: our driver, over its own TPC-H tables, with the functions as guests.
final class WasmUdf implements AutoCloseable {
  private final Connection connection;

  /// Tables are generated when the first query reads them, or taken from the user's cache.
  ///
  /// @param progress is told about generating
  WasmUdf(double scale, Consumer<String> progress) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("tpch", Double.toString(scale));
    properties.put("tpchProgress", listener(progress));
    connection = DriverManager.getConnection("jdbc:wasmudf:", properties);
    create(
        "FUNCTION disc_price(price DECIMAL(15, 2), discount DECIMAL(15, 2)) RETURNS DECIMAL(18, 4)",
        "disc_price_dec",
        SampleModule.C_MONEY);
    create(
        "FUNCTION is_shipped_before(shipped DATE, day DATE) RETURNS BOOLEAN",
        "is_shipped_before",
        SampleModule.C_MONEY);
    create(
        "AGGREGATE FUNCTION sum_charge(price DECIMAL(15, 2), discount DECIMAL(15, 2),"
            + " tax DECIMAL(15, 2)) RETURNS DECIMAL(18, 6)",
        "sum_charge_dec",
        SampleModule.C_TOTALS);
  }

  private void create(String declaration, String export, SampleModule module) throws SQLException {
    String bytes = Base64.getEncoder().encodeToString(module.bytes());
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE %s LANGUAGE WASM IMMUTABLE EXTERNAL NAME '%s' AS BASE64 '%s'"
              .formatted(declaration, export, bytes));
    }
  }

  /// Tells of each tenth.
  private static ProgressListener listener(Consumer<String> progress) {
    AtomicLong told = new AtomicLong(-1);
    return (table, rows, expected) -> {
      long tenths = rows * 10 / Math.max(expected, 1);
      if (told.getAndSet(tenths) != tenths) {
        progress.accept("Generating %s for the cache: %d %%".formatted(table, tenths * 10));
      }
    };
  }

  /// A statement that belongs to the caller.
  PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
