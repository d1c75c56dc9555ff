package org.wasmudf.sql;

import static java.util.stream.Collectors.joining;

import java.util.Locale;
import java.util.Set;
import org.wasmudf.sql.parser.SqlStatement;
import org.wasmudf.sql.parser.SqlToken;
import org.wasmudf.sql.parser.StatementKind;

/// What a tenant's connection executes: nothing of it reaches the database as text.
final class TenantRules {
  private static final String ALLOWED =
      "it executes queries, INSERT INTO table [(columns)] with a query or VALUES, EXPLAIN of these,"
          + " CREATE FUNCTION ... LANGUAGE WASM, CREATE FUNCTIONS, DROP FUNCTION, CREATE and DROP"
          + " MODULE, SHOW FUNCTIONS, SHOW MODULES, SHOW TENANTS, GRANT and REVOKE EXECUTE ON"
          + " FUNCTION";

  /// Where the catalog is kept: no tenant's business, and for the owner there are views.
  private static final Set<String> HIDDEN_SCHEMAS = Set.of("wasmudf");

  private TenantRules() {}

  /// The schemas of the database that nobody sees, in lower case.
  static Set<String> hiddenSchemas() {
    return HIDDEN_SCHEMAS;
  }

  /// Whether a schema of the database isn't seen.
  static boolean isHidden(String schema) {
    return HIDDEN_SCHEMAS.contains(schema.toLowerCase(Locale.ROOT));
  }

  /// @throws RefusedException when a tenant can't execute the statement
  static void check(SqlStatement statement) {
    switch (statement.kind()) {
      case StatementKind.Query _,
          StatementKind.CreateWasmFunction _,
          StatementKind.DropFunction _,
          StatementKind.ShowFunctions _,
          StatementKind.ShowTenants _,
          StatementKind.ShowModules _,
          StatementKind.ChangeModule _,
          StatementKind.ChangeTenant _ -> {}
      case StatementKind.Insert insert -> check(insert);
      case StatementKind.Explain explain -> {
        switch (explain.statement()) {
          case StatementKind.Query _ -> {}
          case StatementKind.Insert insert -> check(insert);
          default -> throw refused("this EXPLAIN");
        }
      }
      case StatementKind.Several _ -> throw refused("several statements in one text");
      case StatementKind.Update _ -> throw refused("UPDATE");
      case StatementKind.Delete _ -> throw refused("DELETE");
      case StatementKind.Merge _ -> throw refused("MERGE");
      case StatementKind.CreateTableAs _ -> throw refused("CREATE TABLE AS");
      case StatementKind.CreateView _ -> throw refused("CREATE VIEW");
      case StatementKind.Other _ -> throw refused(beginning(statement));
    }
  }

  private static void check(StatementKind.Insert insert) {
    if (insert.source() == StatementKind.Insert.Source.OTHER || !InsertTarget.isPlain(insert)) {
      throw refused("this form of INSERT");
    }
  }

  /// The words that a statement begins with.
  private static String beginning(SqlStatement statement) {
    return statement.tokens().isEmpty()
        ? "a text without a statement"
        : statement.tokens().stream()
            .limit(2)
            .takeWhile(token -> token.kind() == SqlToken.Kind.WORD)
            .map(token -> token.in(statement.text()).toUpperCase(Locale.ROOT))
            .collect(joining(" "));
  }

  private static RefusedException refused(String what) {
    return RefusedException.unsupported(
        "a tenant's connection can't execute %s: %s".formatted(what, ALLOWED));
  }
}
