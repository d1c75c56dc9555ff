package org.wasmudf.sql;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.jspecify.annotations.Nullable;

/// Converts casts of REAL and DOUBLE to TINYINT, SMALLINT and INTEGER by way of BIGINT. Calcite's
/// direct way makes 0 of NaN, and cuts the fraction off where every other cast rounds.
final class IntegerCastConvertlets implements SqlRexConvertletTable {
  private final SqlRexConvertletTable others;

  IntegerCastConvertlets(SqlRexConvertletTable others) {
    this.others = others;
  }

  @Override
  public @Nullable SqlRexConvertlet get(SqlCall call) {
    SqlRexConvertlet usual = others.get(call);
    return usual == null || call.getKind() != SqlKind.CAST
        ? usual
        : (context, cast) ->
            byWayOfBigint(usual.convertCall(context, cast), context.getRexBuilder());
  }

  private static RexNode byWayOfBigint(RexNode converted, RexBuilder builder) {
    if (converted.getKind() != SqlKind.CAST || !isNarrow(converted.getType())) {
      return converted;
    }
    RexNode operand = ((RexCall) converted).getOperands().getFirst();
    if (!SqlTypeUtil.isApproximateNumeric(operand.getType())) {
      return converted;
    }
    RelDataTypeFactory types = builder.getTypeFactory();
    RelDataType bigint =
        types.createTypeWithNullability(
            types.createSqlType(SqlTypeName.BIGINT), converted.getType().isNullable());
    return builder.makeCast(converted.getType(), builder.makeCast(bigint, operand));
  }

  private static boolean isNarrow(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case TINYINT, SMALLINT, INTEGER -> true;
      default -> false;
    };
  }
}
