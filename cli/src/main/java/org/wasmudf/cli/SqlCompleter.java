package org.wasmudf.cli;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.tpch.TpchSchema;

/// Completes SQL's common words and the names that the database knows. Names are read at the first
/// use after each statement.
final class SqlCompleter implements Completer {
  private static final List<String> KEYWORDS =
      List.of(
          """
          ALL AND AS ASC AVG BASE64 BETWEEN BIGINT BOOLEAN BY CASE CAST COALESCE COMMIT COUNT CREATE
          DATE DECIMAL DELETE DESC DISTINCT DOUBLE DROP ELSE END EXISTS EXPLAIN EXTERNAL FALSE FROM
          FULL FUNCTION FUNCTIONS GROUP HAVING IF IMMUTABLE IN INNER INPUT INSERT INTEGER INTERVAL
          INTO IS JOIN LANGUAGE LEFT LIKE LIMIT MAX MIN NAME NOT NULL OFFSET ON OR ORDER PLAN REAL
          REPLACE RETURNS RIGHT ROLLBACK SELECT SET SHA256 SHOW SMALLINT STABLE SUM TABLE THEN
          TIMESTAMP TINYINT TRUE UNION UPDATE VALUES VARBINARY VARCHAR VIEW VOLATILE WASM WHEN WHERE
          WITH
          """
              .split("\\s+"));

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");
  private static final Set<String> SYSTEM_SCHEMAS = Set.of("INFORMATION_SCHEMA", "PG_CATALOG");

  private final Connection connection;
  private @Nullable Set<String> names;

  SqlCompleter(Connection connection) {
    this.connection = connection;
  }

  /// Reads the names anew at the next use.
  void forget() {
    names = null;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    String typed = line.word();
    boolean lower = typed.equals(typed.toLowerCase(Locale.ROOT));
    for (String keyword : KEYWORDS) {
      candidates.add(candidate(keyword, lower));
    }
    for (String name : names()) {
      candidates.add(candidate(name, lower));
    }
  }

  /// A word in the case in which its user types; what stands in quotes stays as it is.
  private static Candidate candidate(String word, boolean lower) {
    boolean quoted = word.indexOf('"') >= 0;
    String shown =
        quoted ? word : lower ? word.toLowerCase(Locale.ROOT) : word.toUpperCase(Locale.ROOT);
    return new Candidate(shown);
  }

  private Set<String> names() {
    Set<String> known = names;
    if (known == null) {
      known = new TreeSet<>();
      try {
        addNames(known);
      } catch (SQLException e) {
        // Without its names the shell still completes keywords, and the next statement will tell.
      }
      names = known;
    }
    return known;
  }

  private void addNames(Set<String> known) throws SQLException {
    TpchSchema.names()
        .forEach(
            (table, columns) -> {
              known.add("tpch." + table);
              known.addAll(columns);
            });
    DatabaseMetaData metadata = connection.getMetaData();
    boolean upper = metadata.storesUpperCaseIdentifiers();
    try (ResultSet columns = metadata.getColumns(null, null, "%", "%")) {
      while (columns.next()) {
        String schema = Objects.requireNonNullElse(columns.getString("TABLE_SCHEM"), "");
        if (!SYSTEM_SCHEMAS.contains(schema.toUpperCase(Locale.ROOT))) {
          String table = identifier(columns.getString("TABLE_NAME"), upper);
          known.add(table);
          known.add(identifier(columns.getString("COLUMN_NAME"), upper));
          if (!schema.isEmpty()) {
            known.add(identifier(schema, upper) + "." + table);
          }
        }
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet functions = statement.executeQuery("SHOW FUNCTIONS")) {
      while (functions.next()) {
        known.add(identifier(functions.getString(1), upper));
      }
    }
  }

  /// The name as a statement spells it: quoted, unless the database folds it to what it is.
  private static String identifier(String name, boolean upper) {
    String folded = upper ? name.toUpperCase(Locale.ROOT) : name.toLowerCase(Locale.ROOT);
    return name.equals(folded) && PLAIN.matcher(name).matches()
        ? name
        : '"' + name.replace("\"", "\"\"") + '"';
  }
}
