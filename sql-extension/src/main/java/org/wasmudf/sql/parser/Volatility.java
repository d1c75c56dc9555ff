package org.wasmudf.sql.parser;

/// What a function promises about calls with equal arguments.
public enum Volatility {
  /// The same result for ever: a call on constants may be made once, when the query is planned.
  IMMUTABLE,
  /// The same result within one statement.
  STABLE,
  /// Nothing: every row is a call of its own.
  VOLATILE
}
