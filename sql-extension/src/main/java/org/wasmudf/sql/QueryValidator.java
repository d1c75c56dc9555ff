package org.wasmudf.sql;

import static java.util.stream.Collectors.joining;

import java.util.List;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.prepare.CalciteSqlValidator;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.function.CatalogException;
import org.wasmudf.sql.function.FunctionCatalog;
import org.wasmudf.sql.function.FunctionDefinition;
import org.wasmudf.sql.function.FunctionTypes;

/// Calcite's validator, with three changes: it refuses literals that it would cut, says which
/// functions there are, and gives a `?` the type of the column it is written to.
final class QueryValidator extends CalciteSqlValidator {
  private final CalciteCatalogReader reader;
  private final FunctionCatalog catalog;
  private @Nullable InsertTarget target;

  QueryValidator(
      SqlOperatorTable operators,
      CalciteCatalogReader reader,
      JavaTypeFactory types,
      Config config,
      FunctionCatalog catalog,
      @Nullable InsertTarget target) {
    super(operators, reader, types, config);
    this.reader = reader;
    this.catalog = catalog;
    this.target = target;
  }

  @Override
  public void validateLiteral(SqlLiteral literal) {
    String text =
        switch (literal.getTypeName()) {
          case TIME -> literal.getValueAs(TimeString.class).toString();
          case TIMESTAMP -> literal.getValueAs(TimestampString.class).toString();
          default -> "";
        };
    if (FractionalSeconds.areTooMany(text)) {
      throw SqlErrors.at(literal.getParserPosition(), FractionalSeconds.refused(text));
    }
    super.validateLiteral(literal);
  }

  @Override
  public CalciteException handleUnresolvedFunction(
      SqlCall call,
      SqlOperator unresolved,
      List<RelDataType> argumentTypes,
      @Nullable List<String> argumentNames) {
    List<FunctionDefinition> ours = catalog.overloads(unresolved.getName());
    if (ours.isEmpty()) {
      return super.handleUnresolvedFunction(call, unresolved, argumentTypes, argumentNames);
    }
    String found = argumentTypes.stream().map(RelDataType::toString).collect(joining(", "));
    String present = ours.stream().map(FunctionDefinition::signature).collect(joining(", "));
    return SqlErrors.at(
        call.getParserPosition(),
        CatalogException.unknown(
            "there is no function %s(%s); there is %s"
                .formatted(unresolved.getName(), found, present)));
  }

  /// A `?` in a call has the parameter's type from the start: an operator around the call asks for
  /// the call's type first.
  @Override
  public RelDataType deriveType(SqlValidatorScope scope, SqlNode expression) {
    if (expression instanceof SqlCall call && call.getOperator() instanceof SqlFunction function) {
      List<FunctionDefinition> candidates =
          catalog.overloads(function.getName()).stream()
              .filter(each -> each.parameterTypes().size() == call.operandCount())
              .toList();
      if (candidates.size() == 1) {
        typeParameters(call, candidates.getFirst());
      } else {
        checkNulls(call, candidates);
      }
    }
    return super.deriveType(scope, expression);
  }

  /// Calcite tells overloads apart by the arguments' types, and takes for granted that they have
  /// some.
  private static void checkNulls(SqlCall call, List<FunctionDefinition> candidates) {
    for (int i = 0; i < call.operandCount(); i++) {
      int index = i;
      SqlNode operand = call.operand(i);
      if (SqlUtil.isNullLiteral(operand, false)
          && candidates.stream().map(each -> each.parameterTypes().get(index)).distinct().count()
              > 1) {
        throw SqlErrors.at(
            operand.getParserPosition(),
            CatalogException.ambiguous(
                "NULL can be an argument of %s: CAST it to the type of one"
                    .formatted(
                        candidates.stream()
                            .map(FunctionDefinition::signature)
                            .collect(joining(" or ")))));
      }
    }
  }

  private void typeParameters(SqlCall call, FunctionDefinition definition) {
    for (int i = 0; i < call.operandCount(); i++) {
      SqlNode operand = call.operand(i);
      if (operand instanceof SqlDynamicParam) {
        RelDataType type = FunctionTypes.relType(definition.parameterTypes().get(i), typeFactory);
        setValidatedNodeType(operand, typeFactory.createTypeWithNullability(type, true));
      }
    }
  }

  /// The query as a whole is the first that is validated.
  @Override
  public void validateQuery(SqlNode node, SqlValidatorScope scope, RelDataType expected) {
    InsertTarget written = target;
    target = null;
    super.validateQuery(
        node, scope, written == null ? expected : written.rowType(reader).orElse(expected));
  }
}
