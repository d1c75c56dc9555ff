package org.wasmudf.sql.parser;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/// `INTERVAL DAY TO SECOND` and its like where a type stands, for which Calcite has no node. Public
/// for the generated parser only.
public final class SqlIntervalTypeName extends SqlTypeNameSpec {
  private final SqlIntervalQualifier qualifier;

  /// The type of intervals in such units.
  public SqlIntervalTypeName(SqlIntervalQualifier qualifier, SqlParserPos position) {
    super(new SqlIdentifier("INTERVAL " + qualifier, position), position);
    this.qualifier = qualifier;
  }

  @Override
  public RelDataType deriveType(SqlValidator validator) {
    return validator.getTypeFactory().createSqlIntervalType(qualifier);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("INTERVAL");
    qualifier.unparse(writer, leftPrec, rightPrec);
  }

  @Override
  public boolean equalsDeep(SqlTypeNameSpec spec, Litmus litmus) {
    return spec instanceof SqlIntervalTypeName that
        ? qualifier.equalsDeep(that.qualifier, litmus)
        : litmus.fail("{} is no interval", spec);
  }
}
