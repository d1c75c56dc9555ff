package org.wasmudf.sql.plan;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/// An ARRAY, ROW or MAP of literals, or one of these, or NULL.
///
/// @param value in the form of the enumerable convention, as [Literals] has it
record NestedConstant(@Nullable Object value) {
  /// The value of an expression.
  ///
  /// @return nothing when it isn't made of literals, or when Calcite computes it of them
  static Optional<NestedConstant> of(RexNode node) {
    if (RexUtil.isNullLiteral(node, true)) {
      return Optional.of(new NestedConstant(null));
    }
    return switch (node) {
      case RexLiteral literal -> Optional.of(new NestedConstant(Literals.javaValue(literal)));
      case RexCall call ->
          switch (call.getKind()) {
            case ARRAY_VALUE_CONSTRUCTOR -> {
              RelDataType element = requireNonNull(call.getType().getComponentType());
              yield values(call, List.of(element));
            }
            case MAP_VALUE_CONSTRUCTOR -> {
              RelDataType key = requireNonNull(call.getType().getKeyType());
              RelDataType value = requireNonNull(call.getType().getValueType());
              yield values(call, List.of(key, value)).map(NestedConstant::asMap);
            }
            case ROW -> values(call, call.getOperands().stream().map(RexNode::getType).toList());
            default -> Optional.empty();
          };
      default -> Optional.empty();
    };
  }

  /// @param types those that the operands must have, again and again: no value is cast
  private static Optional<NestedConstant> values(RexCall call, List<RelDataType> types) {
    List<@Nullable Object> values = new ArrayList<>();
    for (RexNode each : call.getOperands()) {
      RelDataType type = types.get(values.size() % types.size());
      Optional<NestedConstant> value =
          RexUtil.isNullLiteral(each, true)
                  || SqlTypeUtil.equalSansNullability(each.getType(), type)
              ? of(each)
              : Optional.empty();
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get().value());
    }
    return Optional.of(new NestedConstant(values));
  }

  private NestedConstant asMap() {
    List<?> list = (List<?>) requireNonNull(value);
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i + 1 < list.size(); i += 2) {
      map.put(list.get(i), list.get(i + 1));
    }
    return new NestedConstant(map);
  }
}
