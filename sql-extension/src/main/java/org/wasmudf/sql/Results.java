package org.wasmudf.sql;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Answers what JDBC asks after an execution: the one result, and then that there are no more.
final class Results {
  private static final Outcome NO_MORE = Outcome.count(-1);

  /// Before any execution.
  static final Results NONE = new Results(NO_MORE);

  private Outcome current;

  Results(Outcome first) {
    this.current = first;
  }

  /// @param method the method of java.sql.Statement that is called
  @Nullable Object call(String method) throws SQLException {
    return switch (method) {
      case "getResultSet" -> current.rows();
      case "getUpdateCount" -> Math.toIntExact(current.count());
      case "getLargeUpdateCount" -> current.count();
      case "getMoreResults" -> {
        if (current.rows() != null) {
          current.rows().close();
        }
        current = NO_MORE;
        yield false;
      }
      default -> throw new IllegalArgumentException(method);
    };
  }
}
