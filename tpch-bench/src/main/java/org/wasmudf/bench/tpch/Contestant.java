package org.wasmudf.bench.tpch;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A system with a query prepared in it.
///
/// @param system its name in reports
/// @param statement the query
record Contestant(String system, PreparedStatement statement) implements AutoCloseable {
  /// What an execution gave and took.
  ///
  /// @param rows every row, each value as text: numbers to their last digit, trailing zeros and
  ///   blanks left out
  /// @param nanos from executing to having read the last row
  record Run(List<List<String>> rows, long nanos) {}

  Run run() throws SQLException {
    long start = System.nanoTime();
    List<List<String>> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery()) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(text(result.getObject(i)));
        }
        rows.add(row);
      }
    }
    return new Run(rows, System.nanoTime() - start);
  }

  private static String text(Object value) {
    return value instanceof BigDecimal number
        ? number.stripTrailingZeros().toPlainString()
        : value.toString().stripTrailing();
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
