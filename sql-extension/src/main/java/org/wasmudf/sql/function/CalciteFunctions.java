package org.wasmudf.sql.function;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMultimap;
import com.google.common.collect.Multimap;
import java.util.List;
import org.apache.calcite.jdbc.CalcitePrepare;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.jdbc.ContextSqlValidator;
import org.apache.calcite.schema.Function;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.SchemaVersion;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserImplFactory;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.sql.parser.SqlCreateWasmFunction;
import org.wasmudf.sql.parser.SqlDropWasmFunction;
import org.wasmudf.sql.parser.WasmSqlParser;

/// Functions in a connection of plain Calcite, `jdbc:calcite:`, which is told of our parser by its
/// property `parserFactory=org.wasmudf.sql.function.CalciteFunctions#PARSER_FACTORY`.
///
/// A schema of ours keeps them, because Calcite's own schemas can't give a function up; it is put
/// on the path of the connection's schema, so that they are called by their bare names.
public final class CalciteFunctions {
  /// Parses SQL with our statements, and executes them.
  public static final SqlParserImplFactory PARSER_FACTORY =
      WasmSqlParser.factory(CalciteFunctions::execute);

  private static final String SCHEMA = "wasmudf";

  private CalciteFunctions() {}

  private static void execute(CalcitePrepare.Context context, SqlNode statement) {
    FunctionStatements statements =
        new FunctionStatements(
            catalog(context),
            new FunctionDdl(UdfRuntime.shared(), new ContextSqlValidator(context, true)),
            new Warnings());
    switch (statement) {
      case SqlCreateWasmFunction create -> statements.create(create);
      case SqlDropWasmFunction drop -> statements.drop(drop);
      default ->
          throw new UnsupportedOperationException(
              "only CREATE FUNCTION ... LANGUAGE WASM and DROP FUNCTION are executed here: "
                  + statement);
    }
  }

  private static FunctionCatalog catalog(CalcitePrepare.Context context) {
    CalciteSchema root = context.getMutableRootSchema();
    CalciteSchema present = root.getSubSchema(SCHEMA, true);
    if (present != null && present.schema instanceof Functions functions) {
      return functions.catalog;
    }
    Functions functions = new Functions(new FunctionCatalog(context.config().caseSensitive()));
    SchemaPlus schema = root.plus().add(SCHEMA, functions);
    schema.setCacheEnabled(false);
    putOnPath(context);
    return functions.catalog;
  }

  private static void putOnPath(CalcitePrepare.Context context) {
    CalciteSchema schema = context.getMutableRootSchema();
    for (String name : context.getDefaultSchemaPath()) {
      CalciteSchema next = schema.getSubSchema(name, context.config().caseSensitive());
      schema = next == null ? schema : next;
    }
    ImmutableList.Builder<ImmutableList<String>> path = ImmutableList.builder();
    for (List<String> each : schema.getPath()) {
      path.add(ImmutableList.copyOf(each));
    }
    schema.plus().setPath(path.add(ImmutableList.of(SCHEMA)).build());
  }

  /// Shows the functions of a catalog, as they are, to Calcite.
  private static final class Functions extends AbstractSchema {
    private final FunctionCatalog catalog;

    Functions(FunctionCatalog catalog) {
      this.catalog = catalog;
    }

    @Override
    protected Multimap<String, Function> getFunctionMultimap() {
      ImmutableMultimap.Builder<String, Function> functions = ImmutableMultimap.builder();
      for (FunctionEntry each : catalog.all()) {
        functions.put(each.name(), each.definition().function());
      }
      return functions.build();
    }

    @Override
    public Functions snapshot(SchemaVersion version) {
      return this;
    }
  }
}
