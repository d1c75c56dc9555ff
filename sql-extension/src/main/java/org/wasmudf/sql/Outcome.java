package org.wasmudf.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.function.Warnings;

/// What a statement of ours came to.
///
/// @param rows its result, of a query
/// @param count how many rows it wrote, of everything else; -1 of a query
/// @param beforeRow run before each row of the result; may throw to stop
record Outcome(@Nullable ResultSet rows, long count, Runnable beforeRow) {
  static Outcome rows(ResultSet rows) {
    return rows(rows, () -> {});
  }

  static Outcome rows(ResultSet rows, Runnable beforeRow) {
    return new Outcome(rows, -1, beforeRow);
  }

  static Outcome count(long count) {
    return new Outcome(null, count, () -> {});
  }

  /// The same with the rows as the user's statement gives them.
  ///
  /// @param warnings of this execution
  Outcome seenFrom(Statement statement, Limits limits, Warnings warnings) {
    return rows == null
        ? this
        : rows(new WrappedResult(rows, statement, limits.maxRows(), beforeRow, warnings).proxy());
  }

  /// What the method of java.sql.Statement that executed it returns.
  Object as(String method) throws SQLException {
    return switch (method) {
      case "execute" -> rows != null;
      case "executeQuery" -> {
        if (rows == null) {
          throw new SQLException(
              "the statement gives no rows: call execute or executeUpdate", "07005");
        }
        yield rows;
      }
      case "executeUpdate" -> Math.toIntExact(changed());
      case "executeLargeUpdate" -> changed();
      default -> throw new IllegalArgumentException(method);
    };
  }

  private long changed() throws SQLException {
    if (rows != null) {
      rows.close();
      throw new SQLException("the statement gives rows: call execute or executeQuery", "07005");
    }
    return count;
  }
}
