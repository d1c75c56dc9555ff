package org.wasmudf.sql.parser;

import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.parser.SqlParserPos;

/// Errors that the grammar can't express; Calcite's parser turns them into its own, with their
/// message and position.
final class StatementError {
  private StatementError() {}

  static CalciteContextException at(SqlParserPos position, String message) {
    return new CalciteContextException(
        message,
        new CalciteException(message, null),
        position.getLineNum(),
        position.getColumnNum(),
        position.getEndLineNum(),
        position.getEndColumnNum());
  }
}
