package org.wasmudf.bench.tpch;

import io.trino.tpch.LineItem;
import java.sql.SQLException;

/// Where line items go: an engine that keeps them, or a few of their columns.
interface LineItemSink {
  /// Takes the next line item.
  void add(LineItem item) throws SQLException;

  /// Makes all of them visible to queries.
  void finish() throws SQLException;
}
