package org.wasmudf.sql;

import java.util.List;
import org.wasmudf.arrow.ScalarFunction;
import org.wasmudf.sql.function.FunctionCatalog;
import org.wasmudf.sql.function.FunctionDefinition;

/// What SHOW FUNCTIONS tells.
final class FunctionTable {
  private static final List<String> COLUMNS =
      List.of("name", "parameters", "returns", "volatility", "export", "sha256", "source");

  private FunctionTable() {}

  /// The functions of a catalog as it is now.
  static TextTable of(FunctionCatalog catalog) {
    return new TextTable(COLUMNS, catalog.all().stream().map(FunctionTable::row).toList());
  }

  private static List<String> row(FunctionDefinition definition) {
    ScalarFunction function = definition.function().function();
    return List.of(
        definition.name(),
        definition.parameters(),
        function.signature().result().toString(),
        definition.function().volatility().name(),
        function.export(),
        function.module().sha256(),
        definition.source());
  }
}
