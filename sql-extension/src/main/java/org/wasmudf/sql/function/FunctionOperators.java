package org.wasmudf.sql.function;

import java.util.List;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.jspecify.annotations.Nullable;

/// The catalog's functions, where Calcite's validator looks for the meaning of a call.
public final class FunctionOperators implements SqlOperatorTable {
  private final FunctionCatalog catalog;
  private final RelDataTypeFactory types;

  public FunctionOperators(FunctionCatalog catalog, RelDataTypeFactory types) {
    this.catalog = catalog;
    this.types = types;
  }

  @Override
  public void lookupOperatorOverloads(
      SqlIdentifier name,
      @Nullable SqlFunctionCategory category,
      SqlSyntax syntax,
      List<SqlOperator> found,
      SqlNameMatcher matcher) {
    if (syntax != SqlSyntax.FUNCTION || !name.isSimple()) {
      return;
    }
    boolean inFrom = category != null && category.isTableFunction();
    for (FunctionDefinition each : catalog.overloads(name.getSimple())) {
      if (inFrom == each.function() instanceof WasmTableFunction) {
        found.add(operator(each));
      }
    }
  }

  private SqlOperator operator(FunctionDefinition definition) {
    return switch (definition.function()) {
      case WasmScalarFunction function -> FunctionOperator.of(definition, function, types);
      case WasmAggregateFunction function -> AggregateOperator.of(definition, function, types);
      case WasmTableFunction function -> TableFunctionOperator.of(definition, function, types);
    };
  }

  @Override
  public List<SqlOperator> getOperatorList() {
    return catalog.all().stream().map(each -> operator(each.definition())).toList();
  }
}
