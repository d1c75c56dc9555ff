package org.wasmudf.sql;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.wasmudf.sql.function.FunctionTypes;

/// Casts the arguments of calls to the parameters' types.
///
/// A nested value that holds the right types is passed as it is, whatever names and lengths are in
/// its type; one that a statement makes of its parts is made of parts that are cast: Calcite can't
/// cast a ROW as a whole.
final class ArgumentCasts {
  private final RexBuilder builder;

  ArgumentCasts(RexBuilder builder) {
    this.builder = builder;
  }

  /// The value in a type.
  ///
  /// @throws RefusedException when there is no way to it, saying what to do
  RexNode cast(RexNode argument, RelDataType parameter) {
    RexNode value = inParts(argument);
    RelDataType type =
        builder.getTypeFactory().createTypeWithNullability(parameter, value.getType().isNullable());
    if (FunctionTypes.isPassedAs(value.getType(), type)) {
      return value;
    }
    return FunctionTypes.isNested(type) && !RexUtil.isNullLiteral(value, true)
        ? castNested(value, type)
        : builder.ensureType(type, value, true);
  }

  /// What is made of its parts and then cast, by the statement or by its validation, made of parts
  /// that are cast.
  private RexNode inParts(RexNode value) {
    if (value.getKind() != SqlKind.CAST || !FunctionTypes.isNested(value.getType())) {
      return value;
    }
    RexNode operand = inParts(((RexCall) value).getOperands().getFirst());
    return operand instanceof RexCall call && !parts(call, value.getType()).isEmpty()
        ? castNested(call, value.getType())
        : value;
  }

  private RexNode castNested(RexNode value, RelDataType type) {
    if (value instanceof RexCall call && !parts(call, type).isEmpty()) {
      List<RelDataType> parts = parts(call, type);
      List<RexNode> cast = new ArrayList<>();
      for (RexNode each : call.getOperands()) {
        cast.add(cast(each, parts.get(cast.size() % parts.size())));
      }
      return builder.makeCall(type, call.getOperator(), cast);
    }
    boolean isCastable =
        value.getType().getSqlTypeName() == type.getSqlTypeName()
            && !FunctionTypes.hasRow(type)
            && type.getSqlTypeName() == SqlTypeName.ARRAY;
    if (!isCastable) {
      throw RefusedException.unsupported(
          "%s can't be cast to %s as a whole: cast what it is made of"
              .formatted(value.getType(), type));
    }
    return builder.ensureType(type, value, true);
  }

  /// The types that the operands of a constructor must have, again and again; none when the call is
  /// something else.
  private static List<RelDataType> parts(RexCall call, RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case ARRAY ->
          call.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR
              ? List.of(requireNonNull(type.getComponentType()))
              : List.of();
      case MAP ->
          call.getKind() == SqlKind.MAP_VALUE_CONSTRUCTOR
              ? List.of(requireNonNull(type.getKeyType()), requireNonNull(type.getValueType()))
              : List.of();
      case ROW ->
          call.getKind() == SqlKind.ROW && call.getOperands().size() == type.getFieldCount()
              ? type.getFieldList().stream().map(each -> each.getType()).toList()
              : List.of();
      default -> List.of();
    };
  }
}
