package org.wasmudf.bench.tpch;

import io.trino.tpch.LineItem;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.calcite.DataContext;
import org.apache.calcite.jdbc.CalciteConnection;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.ScannableTable;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.type.SqlTypeName;

/// Calcite by itself, its enumerable convention over rows that lie ready in the heap as it wants
/// them, with the functions in Java.
final class CalciteEnumerable implements LineItemSink, AutoCloseable {
  /// What a row takes of the heap: an array of references, and a price of its own.
  static final long BYTES_PER_ROW = 96;

  private final Connection connection;
  private final List<Object[]> rows = new ArrayList<>();

  /// Values that come again and again are one object each, which is kind to caches.
  private final Map<Object, Object> shared = new HashMap<>();

  CalciteEnumerable() throws SQLException {
    Properties properties = new Properties();
    // Names as they are written in lower case.
    properties.setProperty("unquotedCasing", "TO_LOWER");
    connection = DriverManager.getConnection("jdbc:calcite:", properties);
    CalciteConnection calcite = connection.unwrap(CalciteConnection.class);
    SchemaPlus root = calcite.getRootSchema();
    root.add("tpch", new AbstractSchema()).add("lineitem", new Table(rows));
    TypedFunction.Type money = TypedFunction.Type.decimal(15, 2);
    TypedFunction.Type date = TypedFunction.Type.of(SqlTypeName.DATE);
    TypedFunction.Type truth = TypedFunction.Type.of(SqlTypeName.BOOLEAN);
    root.add(
        "disc_price",
        TypedFunction.of("discPrice", TypedFunction.Type.decimal(18, 4), money, money));
    root.add("is_shipped_before", TypedFunction.of("isShippedBefore", truth, date, date));
  }

  @Override
  public void add(LineItem item) {
    rows.add(
        new Object[] {
          shared(BigDecimal.valueOf(item.quantity() * 100, 2)),
          BigDecimal.valueOf(item.extendedPriceInCents(), 2),
          shared(BigDecimal.valueOf(item.discountPercent(), 2)),
          shared(item.returnFlag()),
          shared(item.status()),
          shared(item.shipDate())
        });
  }

  private Object shared(Object value) {
    return shared.computeIfAbsent(value, same -> same);
  }

  @Override
  public void finish() {}

  /// A statement that belongs to the caller.
  PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private static final class Table extends AbstractTable implements ScannableTable {
    private final List<Object[]> rows;

    Table(List<Object[]> rows) {
      this.rows = rows;
    }

    @Override
    public Enumerable<Object[]> scan(DataContext context) {
      return Linq4j.asEnumerable(rows);
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory types) {
      return types
          .builder()
          .add("l_quantity", SqlTypeName.DECIMAL, 15, 2)
          .add("l_extendedprice", SqlTypeName.DECIMAL, 15, 2)
          .add("l_discount", SqlTypeName.DECIMAL, 15, 2)
          .add("l_returnflag", SqlTypeName.CHAR, 1)
          .add("l_linestatus", SqlTypeName.CHAR, 1)
          .add("l_shipdate", SqlTypeName.DATE)
          .build();
    }
  }
}
