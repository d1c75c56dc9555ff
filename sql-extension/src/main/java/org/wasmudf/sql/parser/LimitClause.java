package org.wasmudf.sql.parser;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.wasmudf.runtime.limit.Limit;

/// `(fuel.row = 1000, fuel.call = NONE)` as the generated parser meets it: a limit's name in parts,
/// then its value. Public for that parser only.
public final class LimitClause {
  private static final long MAX = Limit.NONE - 1;

  private final boolean ofFunction;
  private final Map<Limit, OptionalLong> values = new LinkedHashMap<>();
  private String name = "";
  private SqlParserPos position = SqlParserPos.ZERO;

  private LimitClause(boolean ofFunction) {
    this.ofFunction = ofFunction;
  }

  /// The limits of a tenant.
  public static LimitClause ofTenant() {
    return new LimitClause(false);
  }

  /// The limits of a function, which are about its calls only.
  static LimitClause ofFunction() {
    return new LimitClause(true);
  }

  /// The first part of a limit's name.
  public void name(String part, SqlParserPos at) {
    checkWord(part, at);
    name = part;
    position = at;
  }

  /// A further part, after a dot.
  public void dot(String part, SqlParserPos at) {
    checkWord(part, at);
    name += "." + part;
    position = position.plus(at);
  }

  /// An unsigned integer.
  public void value(String digits, SqlParserPos at) {
    long value = 0;
    try {
      value = Long.parseLong(digits);
    } catch (NumberFormatException e) {
      // Too long: the error below.
    }
    if (value < 1 || value > MAX) {
      throw StatementError.at(
          at, "a limit is from 1 to %d, or NONE, and not %s".formatted(MAX, digits));
    }
    put(OptionalLong.of(value));
  }

  /// `NONE`.
  public void none() {
    put(OptionalLong.of(Limit.NONE));
  }

  /// `DEFAULT`.
  public void standard() {
    put(OptionalLong.empty());
  }

  private void put(OptionalLong value) {
    Optional<Limit> limit = Limit.of(name.toLowerCase(Locale.ROOT));
    if (limit.isEmpty()) {
      throw unknown(name, position);
    }
    if (ofFunction && !limit.get().isOfCalls()) {
      throw StatementError.at(
          position,
          "%s is a limit of tenants, which the owner sets with ALTER TENANT: a function's own are %s"
              .formatted(limit.get().key(), keys(Limit::isOfCalls)));
    }
    if (values.put(limit.get(), value) != null) {
      throw StatementError.at(position, limit.get().key() + " is given twice");
    }
  }

  private static void checkWord(String part, SqlParserPos at) {
    if (!part.matches("\\w+")) {
      throw unknown(part, at);
    }
  }

  private static CalciteContextException unknown(String name, SqlParserPos at) {
    return StatementError.at(
        at, "there is no limit %s; there are %s".formatted(name, keys(_ -> true)));
  }

  private static String keys(Predicate<Limit> which) {
    return Arrays.stream(Limit.values()).filter(which).map(Limit::key).collect(joining(", "));
  }

  /// What has been read.
  public LimitChanges changes() {
    return new LimitChanges(values);
  }
}
