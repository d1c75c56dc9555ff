package org.wasmudf.sql.function;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandMetadata;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.sql.validate.SqlUserDefinedAggFunction;
import org.apache.calcite.util.Optionality;
import org.wasmudf.sql.parser.Volatility;

/// A guest's aggregate function in a query.
public final class AggregateOperator extends SqlUserDefinedAggFunction implements GuestOperator {
  private final FunctionDefinition definition;
  private final WasmAggregateFunction wasm;

  private AggregateOperator(
      SqlReturnTypeInference returns,
      SqlOperandMetadata operands,
      List<RelDataType> parameters,
      FunctionDefinition definition,
      WasmAggregateFunction wasm) {
    super(
        new SqlIdentifier(definition.name(), SqlParserPos.ZERO),
        SqlKind.OTHER_FUNCTION,
        returns,
        InferTypes.explicit(parameters),
        operands,
        wasm,
        false,
        false,
        Optionality.FORBIDDEN);
    this.definition = definition;
    this.wasm = wasm;
  }

  static AggregateOperator of(
      FunctionDefinition definition, WasmAggregateFunction wasm, RelDataTypeFactory factory) {
    return new AggregateOperator(
        ReturnTypes.explicit(FunctionTypes.resultType(wasm.function().signature(), factory))
            .andThen(SqlTypeTransforms.TO_NULLABLE),
        GuestOperator.operands(wasm, factory),
        GuestOperator.parameters(wasm, factory),
        definition,
        wasm);
  }

  @Override
  public FunctionDefinition definition() {
    return definition;
  }

  @Override
  public boolean isDeterministic() {
    return wasm.volatility() != Volatility.VOLATILE;
  }

  /// Says of a STABLE function that its value may not outlive the statement.
  @Override
  public boolean isDynamicFunction() {
    return wasm.volatility() == Volatility.STABLE;
  }
}
