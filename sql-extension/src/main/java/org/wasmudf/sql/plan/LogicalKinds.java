package org.wasmudf.sql.plan;

import org.apache.calcite.sql.SqlKind;

/// The operations that give truth values of values that are there, and can't fail.
public final class LogicalKinds {
  private LogicalKinds() {}

  /// Whether an operation is one of them.
  public static boolean contains(SqlKind kind) {
    return switch (kind) {
      case AND,
          OR,
          NOT,
          EQUALS,
          NOT_EQUALS,
          LESS_THAN,
          LESS_THAN_OR_EQUAL,
          GREATER_THAN,
          GREATER_THAN_OR_EQUAL,
          IS_NULL,
          IS_NOT_NULL,
          IS_TRUE,
          IS_NOT_TRUE,
          IS_FALSE,
          IS_NOT_FALSE,
          SEARCH ->
          true;
      default -> false;
    };
  }
}
