package org.wasmudf.sql.database;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.calcite.DataContext;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.linq4j.Enumerator;
import org.jspecify.annotations.Nullable;

/// The rows of one run of a query in the database. One thread; closing it closes the statement, and
/// never the user's connection.
final class RowCursor implements Enumerator<@Nullable Object[]> {
  private final Database database;
  private final PreparedStatement statement;
  private final ResultSet rows;
  private final List<ColumnReader> columns;
  private @Nullable Object @Nullable [] current;

  private RowCursor(
      Database database, PreparedStatement statement, ResultSet rows, List<ColumnReader> columns) {
    this.database = database;
    this.statement = statement;
    this.rows = rows;
    this.columns = columns;
  }

  static RowCursor open(DatabaseQuery query, DataContext context) throws SQLException {
    Database database = query.database();
    PreparedStatement statement = database.prepare(query.sql());
    try {
      database.running().add(statement);
      bind(statement, query.parameters(), context);
      limitTime(statement, context);
      return new RowCursor(database, statement, statement.executeQuery(), query.columns());
    } catch (SQLException | RuntimeException e) {
      database.running().remove(statement);
      statement.close();
      throw e;
    }
  }

  private static void limitTime(PreparedStatement statement, DataContext context)
      throws SQLException {
    if (context.get(DataContext.Variable.TIMEOUT.camelName) instanceof Long millis && millis > 0) {
      statement.setQueryTimeout(
          Math.toIntExact(Math.max(1, TimeUnit.MILLISECONDS.toSeconds(millis))));
    }
  }

  private static void bind(
      PreparedStatement statement, List<DatabaseQuery.Parameter> parameters, DataContext context)
      throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      DatabaseQuery.Parameter parameter = parameters.get(i);
      Object value = context.get("?" + parameter.index());
      if (value == null) {
        statement.setNull(i + 1, parameter.type().getSqlTypeName().getJdbcOrdinal());
      } else {
        Object jdbcValue = jdbcValue(value, parameter);
        if (Intervals.areIn(jdbcValue)) {
          Intervals.set(statement, i + 1, jdbcValue);
        } else {
          statement.setObject(i + 1, jdbcValue);
        }
      }
    }
  }

  /// The value in JDBC's form: the context has Calcite's, whose dates and times are numbers.
  private static Object jdbcValue(Object value, DatabaseQuery.Parameter parameter) {
    return switch (parameter.type().getSqlTypeName()) {
      case DATE -> LocalDate.ofEpochDay(((Number) value).longValue());
      case TIME -> LocalTime.ofNanoOfDay(((Number) value).longValue() * 1_000_000);
      case TIMESTAMP -> ColumnReader.timestamp(((Number) value).longValue());
      case DECIMAL -> value instanceof BigDecimal ? value : new BigDecimal(value.toString());
      case BINARY, VARBINARY -> value instanceof ByteString bytes ? bytes.getBytes() : value;
      default ->
          Objects.requireNonNullElse(
              Intervals.asJdbc(value, parameter.type().getSqlTypeName().name()), value);
    };
  }

  @Override
  public @Nullable Object[] current() {
    if (current == null) {
      throw new IllegalStateException("no row: moveNext() has not been called or has said so");
    }
    return current;
  }

  @Override
  public boolean moveNext() {
    try {
      if (!rows.next()) {
        current = null;
        return false;
      }
      @Nullable Object[] row = new @Nullable Object[columns.size()];
      for (int i = 0; i < row.length; i++) {
        row[i] = columns.get(i).read(rows);
      }
      current = row;
      return true;
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  @Override
  public void reset() {
    throw new UnsupportedOperationException("the rows of a query are read once");
  }

  @Override
  public void close() {
    database.running().remove(statement);
    try {
      statement.close();
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }
}
