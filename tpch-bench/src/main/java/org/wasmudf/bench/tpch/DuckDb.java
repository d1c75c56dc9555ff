package org.wasmudf.bench.tpch;

import io.trino.tpch.LineItem;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBLogicalType;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBWritableVector;

/// DuckDB, in memory, with the functions in Java in the form that it runs fastest: over vectors.
final class DuckDb implements LineItemSink, AutoCloseable {
  private final Connection connection;
  private final DuckDBAppender appender;

  DuckDb(int threads) throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET threads = " + threads);
      statement.execute("CREATE SCHEMA tpch");
      statement.execute(
          """
          CREATE TABLE tpch.lineitem (
            l_orderkey BIGINT NOT NULL,
            l_quantity DECIMAL(15, 2) NOT NULL,
            l_extendedprice DECIMAL(15, 2) NOT NULL,
            l_discount DECIMAL(15, 2) NOT NULL,
            l_tax DECIMAL(15, 2) NOT NULL,
            l_returnflag CHAR(1) NOT NULL,
            l_linestatus CHAR(1) NOT NULL,
            l_shipdate DATE NOT NULL)\
          """);
    }
    registerDiscPrice();
    registerIsShippedBefore();
    appender = connection.unwrap(DuckDBConnection.class).createAppender("tpch", "lineitem");
  }

  private void registerDiscPrice() throws SQLException {
    try (DuckDBLogicalType money = DuckDBLogicalType.decimal(15, 2);
        DuckDBLogicalType product = DuckDBLogicalType.decimal(18, 4)) {
      DuckDBFunctions.scalarFunction()
          .withName("disc_price")
          .withParameters(money, money)
          .withReturnType(product)
          .withVectorizedFunction(DuckDb::discPrice)
          .register(connection);
    }
  }

  private static void discPrice(DuckDBDataChunkReader arguments, DuckDBWritableVector result) {
    DuckDBReadableVector prices = arguments.vector(0);
    DuckDBReadableVector discounts = arguments.vector(1);
    long rows = arguments.rowCount();
    for (long i = 0; i < rows; i++) {
      BigDecimal price = prices.getBigDecimal(i);
      result.setBigDecimal(i, JavaFunctions.discPrice(price, discounts.getBigDecimal(i)));
    }
  }

  private void registerIsShippedBefore() throws SQLException {
    DuckDBFunctions.scalarFunction()
        .withName("is_shipped_before")
        .withParameters(DuckDBColumnType.DATE, DuckDBColumnType.DATE)
        .withReturnType(DuckDBColumnType.BOOLEAN)
        .withVectorizedFunction(DuckDb::isShippedBefore)
        .register(connection);
  }

  private static void isShippedBefore(
      DuckDBDataChunkReader arguments, DuckDBWritableVector result) {
    DuckDBReadableVector shipped = arguments.vector(0);
    DuckDBReadableVector days = arguments.vector(1);
    long rows = arguments.rowCount();
    for (long i = 0; i < rows; i++) {
      result.setBoolean(i, shipped.getLocalDate(i).isBefore(days.getLocalDate(i)));
    }
  }

  @Override
  public void add(LineItem item) throws SQLException {
    appender
        .beginRow()
        .append(item.orderKey())
        .appendDecimal(item.quantity() * 100)
        .appendDecimal(item.extendedPriceInCents())
        .appendDecimal(item.discountPercent())
        .appendDecimal(item.taxPercent())
        .append(item.returnFlag())
        .append(item.status())
        .appendEpochDays(item.shipDate())
        .endRow();
  }

  @Override
  public void finish() throws SQLException {
    appender.close();
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
