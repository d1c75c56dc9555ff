package org.wasmudf.sql.database;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Period;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/// Intervals of Calcite, milliseconds or months, and of databases, for which JDBC has no word:
/// Duration and Period, or PostgreSQL's own class.
public final class Intervals {
  /// What the text of PostgreSQL's class looks like, whatever the server's style is.
  private static final Pattern POSTGRES =
      Pattern.compile(
          "(-?\\d+) years (-?\\d+) mons (-?\\d+) days (-?\\d+) hours (-?\\d+) mins (-?[\\d.]+)"
              + " secs");

  private static final String POSTGRES_NAME = "PostgreSQL";
  private static final String PREFIX = "INTERVAL";

  private Intervals() {}

  /// A type of intervals, not nullable, with as many fractional digits as a TIMESTAMP.
  public static RelDataType typeIn(RelDataTypeFactory factory, SqlTypeName type) {
    boolean hasFraction = type.getEndUnit() == TimeUnit.SECOND;
    return factory.createSqlIntervalType(
        new SqlIntervalQualifier(
            type.getStartUnit(),
            RelDataType.PRECISION_NOT_SPECIFIED,
            type.getEndUnit(),
            hasFraction
                ? factory.getTypeSystem().getMaxPrecision(SqlTypeName.TIMESTAMP)
                : RelDataType.PRECISION_NOT_SPECIFIED,
            SqlParserPos.ZERO));
  }

  /// The type that a database calls, in lower case, `interval day to second` or the like, if it is
  /// one. PostgreSQL's `interval` is taken for one of days to seconds.
  static @Nullable SqlTypeName typeOf(String name) {
    if (name.equals("interval")) {
      return SqlTypeName.INTERVAL_DAY_SECOND;
    }
    for (SqlTypeName each : SqlTypeName.INTERVAL_TYPES) {
      boolean isSingle = each.getStartUnit() == each.getEndUnit();
      String spelled =
          "interval " + each.getStartUnit() + (isSingle ? "" : " to " + each.getEndUnit());
      if (spelled.toLowerCase(Locale.ROOT).equals(name)) {
        return each;
      }
    }
    return null;
  }

  /// Reads an INTERVAL DAY TO SECOND in milliseconds.
  ///
  /// @param column its name, for errors
  static @Nullable Long millis(ResultSet rows, int index, String column) throws SQLException {
    Object value = rows.getObject(index);
    if (value == null) {
      return null;
    }
    Matcher postgres = POSTGRES.matcher(value.toString());
    if (!postgres.matches()) {
      return rows.getObject(index, Duration.class).toMillis();
    }
    if (part(postgres, 1) != 0 || part(postgres, 2) != 0) {
      throw new SQLDataException(
          "column %s: '%s' has months, whose days nobody knows; read it through a view that makes"
                  .formatted(column, value)
              + " days of them",
          "22015");
    }
    long minutes = (part(postgres, 3) * 24 + part(postgres, 4)) * 60 + part(postgres, 5);
    BigDecimal seconds = new BigDecimal(postgres.group(6));
    return Math.addExact(
        Math.multiplyExact(minutes, 60_000L), seconds.movePointRight(3).longValue());
  }

  private static long part(Matcher interval, int group) {
    return Long.parseLong(interval.group(group));
  }

  /// Reads an INTERVAL YEAR TO MONTH in months.
  static @Nullable Integer months(ResultSet rows, int index) throws SQLException {
    Period value = rows.getObject(index, Period.class);
    return value == null ? null : Math.toIntExact(value.toTotalMonths());
  }

  /// A value in the form that users have; what is no interval stays as it is.
  ///
  /// @param value as Calcite's driver has it
  /// @param type as it names the type
  public static @Nullable Object asJdbc(@Nullable Object value, String type) {
    if (!type.startsWith(PREFIX)) {
      return value;
    }
    return switch (value) {
      case Long millis -> Duration.ofMillis(millis);
      case Integer months -> Period.ofMonths(months).normalized();
      case null, default -> value;
    };
  }

  /// Sets a parameter of a database's statement to a Duration or Period.
  public static void set(PreparedStatement statement, int index, Object interval)
      throws SQLException {
    String product = statement.getConnection().getMetaData().getDatabaseProductName();
    if (product.equals(POSTGRES_NAME)) {
      statement.setObject(index, interval.toString(), Types.OTHER);
    } else {
      statement.setObject(index, interval);
    }
  }

  /// Whether a value is of JDBC's form of intervals.
  public static boolean areIn(@Nullable Object value) {
    return value instanceof Duration || value instanceof Period;
  }
}
