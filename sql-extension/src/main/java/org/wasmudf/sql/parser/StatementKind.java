package org.wasmudf.sql.parser;

/// What a statement is, as far as its tokens tell.
public sealed interface StatementKind {
  /// `SELECT`, `VALUES`, `TABLE t`, `WITH ... SELECT`, or one of these in parentheses.
  record Query() implements StatementKind {}

  /// `CREATE [OR REPLACE] [AGGREGATE | TABLE] FUNCTION ... LANGUAGE WASM ...`; a function in any
  /// other language is [Other].
  record CreateWasmFunction() implements StatementKind {}

  /// `DROP FUNCTION [IF EXISTS] name ...`: of ours or of the database, which only the catalog
  /// knows.
  record DropFunction(SqlName name) implements StatementKind {}

  /// `SHOW FUNCTIONS`.
  record ShowFunctions() implements StatementKind {}

  /// `CREATE` or `DROP MODULE`, or `CREATE FUNCTIONS FROM MODULE`.
  record ChangeModule() implements StatementKind {}

  /// `SHOW MODULES`.
  record ShowModules() implements StatementKind {}

  /// `CREATE`, `ALTER` or `DROP TENANT`, or a `GRANT ... TO TENANT` or `REVOKE ... FROM TENANT`.
  record ChangeTenant() implements StatementKind {}

  /// `SHOW TENANTS`.
  record ShowTenants() implements StatementKind {}

  /// `EXPLAIN ...`.
  ///
  /// @param plan whether it is `EXPLAIN PLAN ... FOR`, as Calcite has it
  /// @param statement the kind of the statement that is explained
  /// @param sql the text of that statement, blanks before it so that positions stay what they are
  record Explain(boolean plan, StatementKind statement, String sql) implements StatementKind {}

  /// `INSERT INTO ...`, also after a `WITH`.
  ///
  /// @param source what is inserted
  /// @param target the text up to the rows, such as `INSERT INTO t (a, b) `
  /// @param query the rows, a query in its own right, together with the `WITH` before the `INSERT`:
  ///   with blanks in place of all else, so that positions stay what they are; empty if the source
  ///   is [Source#OTHER]
  /// @param tail what follows the rows, such as `ON CONFLICT DO NOTHING`; often empty
  record Insert(SqlName table, Source source, String target, String query, String tail)
      implements StatementKind {
    public enum Source {
      VALUES,
      QUERY,
      /// `DEFAULT VALUES`, `SET ...` and whatever else a database has.
      OTHER
    }
  }

  record Update() implements StatementKind {}

  record Delete() implements StatementKind {}

  record Merge() implements StatementKind {}

  /// `CREATE TABLE ... AS` a query.
  record CreateTableAs() implements StatementKind {}

  /// `CREATE VIEW`, materialized or not.
  record CreateView() implements StatementKind {}

  /// More than one statement in one text.
  record Several() implements StatementKind {}

  /// Anything else, which is the database's; also no statement at all.
  record Other() implements StatementKind {}
}
