package org.wasmudf.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.sql.StatementException;

/// Says what went wrong on standard error.
final class ErrorReport {
  private static final int FRAMES = 10;

  private ErrorReport() {}

  /// Prints a failure in one paragraph, and below it where in its code a guest was.
  ///
  /// @param debug whether its stack trace follows
  static void print(Throwable failure, boolean debug, PrintStream err) {
    if (!isBrokenPipe(failure)) {
      err.println("error: " + describe(failure));
      List<String> stack = guestStack(failure);
      stack.stream().limit(FRAMES).forEach(each -> err.println("    at " + each));
      if (stack.size() > FRAMES) {
        err.println("    ...");
      }
    }
    if (debug) {
      failure.printStackTrace(err);
    }
  }

  private static List<String> guestStack(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof UdfException udf) {
        return udf.guestStack();
      }
    }
    return List.of();
  }

  /// The message of a failure, for people.
  static String describe(Throwable failure) {
    return switch (failure) {
      case CommandFailure expected -> String.valueOf(expected.getMessage());
      case SQLException sql -> describe(sql);
      case UdfException udf -> String.valueOf(udf.getMessage());
      case IOException io -> "cannot write the result: " + io.getMessage();
      default -> "internal error, please report it with what --debug prints: " + failure;
    };
  }

  private static String describe(SQLException failure) {
    StringJoiner text = new StringJoiner("\n  ");
    for (SQLException e = failure; e != null; e = e.getNextException()) {
      String message =
          e instanceof StatementException placed
              ? placed.detail()
              : Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
      text.add(e.getSQLState() == null ? message : message + " (SQLSTATE " + e.getSQLState() + ")");
    }
    return text.toString();
  }

  /// Whether the reader of our output has gone, as `head` does when it has seen enough.
  private static boolean isBrokenPipe(Throwable failure) {
    return failure instanceof IOException && "Broken pipe".equals(failure.getMessage());
  }
}
