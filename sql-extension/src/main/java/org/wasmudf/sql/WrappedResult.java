package org.wasmudf.sql;

import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.database.Intervals;
import org.wasmudf.sql.function.Warnings;

/// A result that knows the statement that the user has, instead of the one behind it.
final class WrappedResult extends Forwarding<ResultSet, ResultSet> {
  private final Statement statement;
  private final long maxRows;
  private final Runnable beforeRow;
  private final @Nullable Warnings warnings;
  private long row;

  /// @param maxRows how many rows there are at most, 0 for as many as there are
  /// @param beforeRow run before each row; may throw to stop
  /// @param warnings those of the execution; null where they are the database's
  WrappedResult(
      ResultSet target,
      Statement statement,
      long maxRows,
      Runnable beforeRow,
      @Nullable Warnings warnings) {
    super(ResultSet.class, target);
    this.statement = statement;
    this.maxRows = maxRows;
    this.beforeRow = beforeRow;
    this.warnings = warnings;
  }

  /// What a method of the statement behind returned, as the user's statement returns it.
  static @Nullable Object of(@Nullable Object result, Statement statement) {
    return result instanceof ResultSet rows
        ? new WrappedResult(rows, statement, 0, () -> {}, null).proxy()
        : result;
  }

  /// Numbers may be intervals.
  private @Nullable Object ofOurs(@Nullable Object value, Object column) throws SQLException {
    if (!(value instanceof Long || value instanceof Integer)) {
      return value;
    }
    int index = column instanceof String label ? target().findColumn(label) : (Integer) column;
    return Intervals.asJdbc(value, target().getMetaData().getColumnTypeName(index));
  }

  @Override
  @Nullable Object call(Method method, Object[] arguments) throws Throwable {
    return switch (method.getName()) {
      case "getStatement" -> statement;
      case "next" -> {
        beforeRow.run();
        yield (maxRows == 0 || row++ < maxRows) && target().next();
      }
      case "getWarnings" -> {
        Object behind = forward(method, arguments);
        yield warnings == null ? behind : warnings.first();
      }
      case "clearWarnings" -> {
        if (warnings != null) {
          warnings.clear();
        }
        yield forward(method, arguments);
      }
      case "getObject" -> {
        Object value = forward(method, arguments);
        yield warnings == null || arguments.length > 1 ? value : ofOurs(value, arguments[0]);
      }
      default -> forward(method, arguments);
    };
  }
}
