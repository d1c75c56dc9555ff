package org.wasmudf.sql.function;

import java.lang.reflect.Type;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.validate.SqlUserDefinedTableFunction;
import org.wasmudf.sql.parser.Volatility;

/// A guest's table function in a FROM.
public final class TableFunctionOperator extends SqlUserDefinedTableFunction
    implements GuestOperator {
  private final FunctionDefinition definition;
  private final WasmTableFunction guest;

  private TableFunctionOperator(
      FunctionDefinition definition, WasmTableFunction function, RelDataTypeFactory factory) {
    super(
        new SqlIdentifier(definition.name(), SqlParserPos.ZERO),
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.CURSOR,
        InferTypes.explicit(GuestOperator.parameters(function, factory)),
        GuestOperator.operands(function, factory),
        function);
    this.definition = definition;
    this.guest = function;
  }

  static TableFunctionOperator of(
      FunctionDefinition definition, WasmTableFunction function, RelDataTypeFactory factory) {
    return new TableFunctionOperator(definition, function, factory);
  }

  @Override
  public FunctionDefinition definition() {
    return definition;
  }

  /// Calcite's own way evaluates the arguments, as far as they are constants.
  @Override
  public SqlReturnTypeInference getRowTypeInference() {
    return binding -> guest.rowType(binding.getTypeFactory());
  }

  @Override
  public Type getElementType(SqlOperatorBinding binding) {
    return Object[].class;
  }

  @Override
  public boolean isDeterministic() {
    return guest.volatility() != Volatility.VOLATILE;
  }
}
