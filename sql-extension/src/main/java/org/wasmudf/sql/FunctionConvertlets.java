package org.wasmudf.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.function.FunctionDefinition;
import org.wasmudf.sql.function.GuestOperator;

/// Converts calls of guests' functions with the implicit casts written out: an argument then has
/// exactly the parameter's type, but for names and lengths inside of nested ones.
final class FunctionConvertlets implements SqlRexConvertletTable {
  private final SqlRexConvertletTable others;
  private final Consumer<FunctionDefinition> found;

  /// @param found is told of each function that is called
  FunctionConvertlets(SqlRexConvertletTable others, Consumer<FunctionDefinition> found) {
    this.others = others;
    this.found = found;
  }

  @Override
  public @Nullable SqlRexConvertlet get(SqlCall call) {
    return call.getOperator() instanceof SqlUserDefinedFunction operator
            && operator instanceof GuestOperator guest
        ? (context, converted) -> convert(operator, guest, context, converted)
        : others.get(call);
  }

  private RexNode convert(
      SqlUserDefinedFunction operator, GuestOperator guest, SqlRexContext context, SqlCall call) {
    found.accept(guest.definition());
    RexBuilder builder = context.getRexBuilder();
    List<RelDataType> types = operator.getOperandTypeChecker().paramTypes(context.getTypeFactory());
    ArgumentCasts casts = new ArgumentCasts(builder);
    List<RexNode> arguments = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      RexNode argument = context.convertExpression(call.operand(i));
      try {
        arguments.add(casts.cast(argument, types.get(i)));
      } catch (RefusedException e) {
        throw SqlErrors.at(call.operand(i).getParserPosition(), e);
      }
    }
    return builder.makeCall(operator, arguments);
  }
}
