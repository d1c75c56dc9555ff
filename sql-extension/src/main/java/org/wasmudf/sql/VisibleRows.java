package org.wasmudf.sql;

import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the database's metadata tell: nothing about the schemas that are hidden; a tenant, nothing
/// about the database's functions either, of which it can call none.
final class VisibleRows extends Forwarding<ResultSet, ResultSet> {
  private static final Pattern SCHEMA = Pattern.compile("(?i).*_SCHEMA?");

  /// They would lead to rows, or past rows, that aren't there.
  private static final Set<String> MOVES =
      Set.of(
          "absolute",
          "afterLast",
          "beforeFirst",
          "first",
          "getRow",
          "isAfterLast",
          "isBeforeFirst",
          "isFirst",
          "isLast",
          "last",
          "previous",
          "relative");

  private final boolean isTenants;
  private final boolean aboutFunctions;
  private final List<Integer> schemaColumns = new ArrayList<>();

  /// @param method of java.sql.DatabaseMetaData, which has given the rows
  /// @param isTenants whether a tenant reads them
  VisibleRows(ResultSet rows, Method method, boolean isTenants) throws SQLException {
    super(ResultSet.class, rows);
    this.isTenants = isTenants;
    this.aboutFunctions = isTenants && method.getName().matches("get(Function|Procedure).*");
    ResultSetMetaData columns = rows.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      if (SCHEMA.matcher(columns.getColumnLabel(i)).matches()) {
        schemaColumns.add(i);
      }
    }
  }

  @Override
  @Nullable Object call(Method method, Object[] arguments) throws Throwable {
    if (isTenants && MOVES.contains(method.getName())) {
      throw RefusedException.unsupported(
          "a tenant reads metadata from the first row to the last: ResultSet.%s is not for it"
              .formatted(method.getName()));
    }
    return method.getName().equals("next") ? next() : forward(method, arguments);
  }

  private boolean next() throws SQLException {
    while (target().next()) {
      if (isVisible()) {
        return true;
      }
    }
    return false;
  }

  private boolean isVisible() throws SQLException {
    if (aboutFunctions) {
      return false;
    }
    for (int each : schemaColumns) {
      String schema = target().getString(each);
      if (schema != null && TenantRules.isHidden(schema)) {
        return false;
      }
    }
    return true;
  }
}
