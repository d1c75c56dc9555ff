package org.wasmudf.sql.function;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlOperandMetadata;
import org.apache.calcite.sql.type.SqlTypeFamily;

/// The operator of a call of a guest's function.
public sealed interface GuestOperator
    permits FunctionOperator, AggregateOperator, TableFunctionOperator {
  /// The entry of the catalog that the call stands for.
  FunctionDefinition definition();

  /// The parameters' types, in that order.
  static List<RelDataType> parameters(WasmFunction function, RelDataTypeFactory factory) {
    return function.parameterTypes().stream()
        .map(type -> FunctionTypes.relType(type, factory))
        .toList();
  }

  /// What is made of other types is compared when a call is resolved.
  private static SqlTypeFamily family(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case ARRAY, MAP, ROW -> SqlTypeFamily.ANY;
      default -> requireNonNull(type.getSqlTypeName().getFamily());
    };
  }

  /// What a function takes, for the validator.
  static SqlOperandMetadata operands(WasmFunction function, RelDataTypeFactory factory) {
    return OperandTypes.operandMetadata(
        parameters(function, factory).stream().map(GuestOperator::family).toList(),
        each -> parameters(function, each),
        index -> function.getParameters().get(index).getName(),
        index -> false);
  }
}
