package org.wasmudf.sql.parser;

/// What a function is a function of.
public enum FunctionKind {
  /// Of a row's values.
  SCALAR,
  /// Of the rows of a group.
  AGGREGATE
}
