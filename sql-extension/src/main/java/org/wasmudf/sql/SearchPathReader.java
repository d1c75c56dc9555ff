package org.wasmudf.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.jdbc.CalcitePrepare;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.sql.validate.SqlNameMatchers;

/// Finds tables without a schema where the database would; Calcite's own reader knows one default
/// schema only.
final class SearchPathReader extends CalciteCatalogReader {
  SearchPathReader(CalcitePrepare.Context context, List<String> schemas) {
    super(
        context.getRootSchema(),
        SqlNameMatchers.withCaseSensitive(context.config().caseSensitive()),
        paths(schemas),
        context.getTypeFactory(),
        context.config());
  }

  private static List<List<String>> paths(List<String> schemas) {
    List<List<String>> paths = new ArrayList<>();
    schemas.forEach(schema -> paths.add(List.of(schema)));
    paths.add(List.of());
    return paths;
  }
}
