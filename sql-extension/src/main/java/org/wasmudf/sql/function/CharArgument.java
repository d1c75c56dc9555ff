package org.wasmudf.sql.function;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import org.apache.calcite.linq4j.function.Strict;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.impl.ScalarFunctionImpl;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;
import org.wasmudf.arrow.StringLength;
import org.wasmudf.sql.database.DatabaseException;

/// An argument of a CHAR(n) parameter, as SQL assigns it: blanks are added up to n characters, and
/// cut off beyond them.
///
/// Not a CAST, because that cuts anything off, and Calcite doesn't add blanks in every one.
public final class CharArgument {
  private static final SqlOperator OPERATOR =
      new SqlUserDefinedFunction(
          new SqlIdentifier("CHAR_ARGUMENT", SqlParserPos.ZERO),
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.ARG0,
          InferTypes.RETURN_TYPE,
          OperandTypes.operandMetadata(
              List.of(SqlTypeFamily.CHARACTER, SqlTypeFamily.INTEGER, SqlTypeFamily.CHARACTER),
              types ->
                  List.of(
                      types.createSqlType(SqlTypeName.VARCHAR),
                      types.createSqlType(SqlTypeName.INTEGER),
                      types.createSqlType(SqlTypeName.VARCHAR)),
              index -> "arg" + index,
              index -> false),
          ScalarFunctionImpl.create(CharArgument.class, "assigned"));

  private CharArgument() {}

  /// The argument as the parameter takes it: of exactly its type, and with the blanks of a CHAR,
  /// which a column of the very length has already.
  ///
  /// @param function the name that errors tell
  static RexNode of(
      RexNode argument, DeclaredParameter parameter, String function, RexBuilder builder) {
    RelDataTypeFactory types = builder.getTypeFactory();
    RexNode cast =
        builder.ensureType(
            types.createTypeWithNullability(
                parameter.getType(types), argument.getType().isNullable()),
            argument,
            true);
    int length = parameter.length().most();
    if (!parameter.length().isPadded() || isColumnOf(argument, length)) {
      return cast;
    }
    if (cast instanceof RexLiteral literal) {
      String text = literal.getValueAs(String.class);
      if (text == null || text.length() <= length) {
        return text == null
            ? cast
            : builder.makeLiteral(assigned(text, length, ""), literal.getType(), true);
      }
    }
    return builder.makeCall(
        OPERATOR,
        cast,
        builder.makeExactLiteral(BigDecimal.valueOf(length)),
        builder.makeLiteral(parameter + " of function " + function));
  }

  private static boolean isColumnOf(RexNode argument, int length) {
    RelDataType type = argument.getType();
    return (argument instanceof RexInputRef || argument instanceof RexFieldAccess)
        && type.getSqlTypeName() == SqlTypeName.CHAR
        && type.getPrecision() == length;
  }

  /// A cell as the parameter takes it.
  ///
  /// @throws DatabaseException as [#assigned]
  public static Object cell(Object cell, DeclaredParameter parameter) {
    return parameter.length().isPadded() && cell instanceof String text
        ? assigned(text, parameter.length().most(), parameter.toString())
        : cell;
  }

  /// The value as a CHAR of so many characters.
  ///
  /// @param parameter the name that the error tells
  /// @throws DatabaseException 22001 when it has more characters, and not just blanks
  @Strict
  public static String assigned(String text, int length, String parameter) {
    return new StringLength(length, true)
        .assigned(text)
        .orElseThrow(
            () ->
                new DatabaseException(
                    new SQLException(
                        "an argument of %d characters is too long for the parameter %s: cut it with SUBSTRING"
                            .formatted(text.codePointCount(0, text.length()), parameter),
                        "22001")));
  }
}
