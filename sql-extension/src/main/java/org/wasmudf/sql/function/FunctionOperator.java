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
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;
import org.wasmudf.sql.parser.Volatility;

/// A guest's function in an expression.
///
/// Calcite's own operator for user-defined functions takes every function for deterministic, and
/// folds or repeats its calls.
public final class FunctionOperator extends SqlUserDefinedFunction implements GuestOperator {
  private final FunctionDefinition definition;

  private FunctionOperator(
      SqlIdentifier name,
      SqlReturnTypeInference returns,
      SqlOperandMetadata operands,
      List<RelDataType> parameters,
      FunctionDefinition definition) {
    super(
        name,
        SqlKind.OTHER_FUNCTION,
        returns,
        InferTypes.explicit(parameters),
        operands,
        definition.function());
    this.definition = definition;
  }

  static FunctionOperator of(
      FunctionDefinition definition, WasmScalarFunction function, RelDataTypeFactory factory) {
    return new FunctionOperator(
        new SqlIdentifier(definition.name(), SqlParserPos.ZERO),
        ReturnTypes.explicit(
                FunctionTypes.relType(function.function().signature().result(), factory))
            .andThen(SqlTypeTransforms.TO_NULLABLE),
        GuestOperator.operands(function, factory),
        GuestOperator.parameters(function, factory),
        definition);
  }

  @Override
  public FunctionDefinition definition() {
    return definition;
  }

  @Override
  public boolean isDeterministic() {
    return definition.function().volatility() != Volatility.VOLATILE;
  }

  /// Says of a STABLE function that its value may not outlive the statement.
  @Override
  public boolean isDynamicFunction() {
    return definition.function().volatility() == Volatility.STABLE;
  }
}
