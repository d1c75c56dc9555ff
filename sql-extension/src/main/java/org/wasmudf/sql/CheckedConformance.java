package org.wasmudf.sql;

import org.apache.calcite.sql.validate.SqlConformance;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/// The SQL that queries may be written in: Calcite's most permissive, with overflow an error.
final class CheckedConformance extends SqlDelegatingConformance {
  static final SqlConformance INSTANCE = new CheckedConformance();

  private CheckedConformance() {
    super(SqlConformanceEnum.LENIENT);
  }

  @Override
  public boolean checkedArithmetic() {
    return true;
  }

  /// `f()` is a call, `f` a column.
  @Override
  public boolean allowNiladicParentheses() {
    return true;
  }
}
