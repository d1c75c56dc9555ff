package org.wasmudf.sql;

import com.google.common.base.Throwables;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidatorException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.sql.database.DatabaseException;
import org.wasmudf.sql.function.CatalogException;

/// Makes of whatever went wrong the exception that JDBC promises: the code, the place in the
/// statement, and the message of the part that knows, without what was wrapped around it.
final class SqlErrors {
  private static final String SYNTAX = "42601";
  private static final String INVALID = "42000";
  private static final String INTERNAL = "XX000";

  private static final Pattern IS_NO_NUMBER = Pattern.compile("For input string: \"(.*)\"");
  private static final Pattern IS_NO_TIME =
      Pattern.compile("^Invalid (DATE|TIME|TIMESTAMP) value|^Value of \\w+ field is out of range");

  private SqlErrors() {}

  /// An error with its place in the statement.
  static CalciteContextException at(SqlParserPos position, RuntimeException error) {
    return new CalciteContextException(
        String.valueOf(error.getMessage()),
        error,
        position.getLineNum(),
        position.getColumnNum(),
        position.getEndLineNum(),
        position.getEndColumnNum());
  }

  /// The error in JDBC's form. The database's own errors stay as they are.
  static SQLException of(Throwable error) {
    SqlParserPos position = null;
    for (Throwable each : Throwables.getCausalChain(error)) {
      if (each instanceof CalciteContextException context && context.getPosLine() > 0) {
        position = new SqlParserPos(context.getPosLine(), context.getPosColumn());
      }
      SQLException known = known(each, position);
      if (known != null) {
        return known;
      }
    }
    return unknown(error, position);
  }

  private static @Nullable SQLException known(Throwable error, @Nullable SqlParserPos position) {
    return switch (error) {
      case UdfException udf -> exception(message(udf), udf.code().sqlState(), position, error);
      case CatalogException catalog ->
          exception(message(catalog), catalog.sqlState(), position, error);
      case RefusedException refused ->
          exception(message(refused), refused.sqlState(), position, error);
      case DatabaseException database -> (SQLException) database.getCause();
      case SqlParseException parse ->
          parse.getCause() instanceof CalciteContextException
              ? null
              : exception(SyntaxErrors.describe(parse), SYNTAX, parse.getPos(), error);
      case SqlValidatorException invalid -> ofValidator(message(invalid), position, error);
      case SQLException sql -> isWrapping(sql) ? null : sql;
      case NumberFormatException number when message(number).equals("Infinite or NaN") ->
          exception(
              "numeric value out of range: NaN and Infinity are no exact numbers",
              "22003",
              position,
              error);
      case NumberFormatException number -> exception(text(number), "22018", position, error);
      case ArithmeticException arithmetic -> ofArithmetic(arithmetic, position);
      default -> null;
    };
  }

  private static SQLException unknown(Throwable error, @Nullable SqlParserPos position) {
    Throwable root = Throwables.getRootCause(error);
    return switch (root) {
      case StackOverflowError _ ->
          exception("the statement is nested too deeply", "54001", position, error);
      case CalciteException value when position == null -> ofValue(message(value), error);
      case IllegalArgumentException value when IS_NO_TIME.matcher(message(value)).find() ->
          exception(message(value), "22007", position, error);
      case RuntimeException _, SQLException _ ->
          exception(firstLine(root), position == null ? INTERNAL : INVALID, position, error);
      default -> exception("internal error: " + root, INTERNAL, position, error);
    };
  }

  /// Avatica's "Error while executing SQL" and the like, which have no code or one for nothing.
  private static boolean isWrapping(SQLException error) {
    return error.getCause() != null
        && (error.getSQLState() == null || message(error).startsWith("Error while "));
  }

  private static SQLException ofArithmetic(
      ArithmeticException error, @Nullable SqlParserPos position) {
    String message = message(error);
    if (message.toLowerCase(Locale.ROOT).contains("zero")) {
      return exception("division by zero", "22012", position, error);
    }
    String detail = message.equals("Overflow") ? "" : ": " + message;
    return exception("numeric value out of range" + detail, "22003", position, error);
  }

  /// What Calcite's functions say of a value that they can't take.
  private static SQLException ofValue(String message, Throwable error) {
    String state =
        IS_NO_TIME.matcher(message).find()
            ? "22007"
            : message.startsWith("Invalid character for cast") ? "22018" : "22000";
    return exception(message, state, null, error);
  }

  /// Java's words for a text that is no number.
  private static String text(NumberFormatException error) {
    Matcher matcher = IS_NO_NUMBER.matcher(message(error));
    return matcher.find() ? "not a number: '" + matcher.group(1) + "'" : "not a number";
  }

  private static SQLException ofValidator(
      String message, @Nullable SqlParserPos position, Throwable error) {
    String unknown = "No match found for function signature ";
    return message.startsWith(unknown)
        ? exception(
            "there is no function %s: a query with functions or tables of wasm-udf can call those and"
                    .formatted(message.substring(unknown.length()))
                + " standard SQL's, but none that only the database has",
            "42883",
            position,
            error)
        : exception(message, stateOf(message), position, error);
  }

  /// The codes that PostgreSQL has for what Calcite says in words only.
  private static String stateOf(String message) {
    if (message.startsWith("Column ")) {
      return "42703";
    }
    if (message.startsWith("Object ") || message.startsWith("Table ")) {
      return "42P01";
    }
    return INVALID;
  }

  private static SQLException exception(
      String message, String state, @Nullable SqlParserPos position, Throwable cause) {
    return position == null
        ? new SQLException(message, state, cause)
        : new StatementException(
            message, state, position.getLineNum(), position.getColumnNum(), cause);
  }

  /// Calcite adds what it knows, such as the planner's whole memory.
  static String firstLine(Throwable error) {
    return message(error).lines().findFirst().orElse("");
  }

  private static String message(Throwable error) {
    return error.getMessage() == null ? error.toString() : error.getMessage();
  }
}
