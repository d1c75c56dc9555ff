package org.wasmudf.sql;

import java.lang.reflect.Type;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRules;
import org.apache.calcite.jdbc.CalcitePrepare;
import org.apache.calcite.plan.RelOptCostFactory;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.prepare.CalcitePrepareImpl;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.sql.database.Database;
import org.wasmudf.sql.database.DatabaseException;
import org.wasmudf.sql.function.Execution;
import org.wasmudf.sql.function.FunctionCatalog;
import org.wasmudf.sql.function.FunctionDefinition;
import org.wasmudf.sql.function.FunctionTypes;
import org.wasmudf.sql.parser.WasmSqlParser;
import org.wasmudf.sql.plan.ArrowRules;

/// Calcite's way from a query's text to its plan, with our parser, functions, checks and rules.
/// Used for one statement.
final class QueryPrepare extends CalcitePrepareImpl {
  private final Database database;
  private final FunctionCatalog catalog;
  private final Properties properties;
  private final QueryRequest request;
  private final Execution execution;
  private @Nullable RelNode plan;
  private final Set<FunctionDefinition> functions = new LinkedHashSet<>();
  private final Map<Integer, SqlType> nestedParameters = new HashMap<>();

  QueryPrepare(
      Database database,
      FunctionCatalog catalog,
      Properties properties,
      QueryRequest request,
      Execution execution) {
    this.database = database;
    this.catalog = catalog;
    this.properties = properties;
    this.request = request;
    this.execution = execution;
  }

  /// Takes note of a function that the query calls.
  void calls(FunctionDefinition function) {
    functions.add(function);
  }

  /// The functions that the query calls, once it is prepared.
  List<FunctionDefinition> functions() {
    return List.copyOf(functions);
  }

  /// Takes note of the types of the `?`.
  void parameters(RelDataType types) {
    for (RelDataTypeField each : types.getFieldList()) {
      if (FunctionTypes.isNested(each.getType())) {
        nestedParameters.put(each.getIndex() + 1, FunctionTypes.of(each.getType()));
      }
    }
  }

  /// The types of those `?` that are an ARRAY, a ROW or a MAP by their number from 1, once the
  /// query is prepared.
  Map<Integer, SqlType> nestedParameters() {
    return Map.copyOf(nestedParameters);
  }

  /// The plan as text, once the query is prepared.
  String plan() {
    return plan == null ? "" : RelOptUtil.toString(plan).stripTrailing();
  }

  void plan(RelNode root) {
    plan = root;
  }

  @Override
  public <T> CalciteSignature<T> prepareSql(
      CalcitePrepare.Context context, Query<T> query, Type elementType, long maxRowCount) {
    CalciteSignature<T> signature =
        super.prepareSql(
            new QueryContext(context, properties, execution), query, elementType, maxRowCount);
    execution.addTo(signature.internalParameters);
    return signature;
  }

  @Override
  protected SqlParser.Config parserConfig() {
    return super.parserConfig().withParserFactory(WasmSqlParser.FACTORY);
  }

  @Override
  protected SqlRexConvertletTable createConvertletTable() {
    return new FunctionConvertlets(
        new IntegerCastConvertlets(super.createConvertletTable()), this::calls);
  }

  @Override
  protected RelOptPlanner createPlanner(
      CalcitePrepare.Context context,
      org.apache.calcite.plan.@Nullable Context externalContext,
      @Nullable RelOptCostFactory costs) {
    RelOptPlanner planner = super.createPlanner(context, externalContext, costs);
    ArrowRules.register(planner);
    VolatileCalls.protect(planner);
    ConstantCalls.fold(planner);
    // They expect their inputs in Java's order, but what the database sorts is in its own.
    planner.removeRule(EnumerableRules.ENUMERABLE_MERGE_JOIN_RULE);
    planner.removeRule(EnumerableRules.ENUMERABLE_MERGE_UNION_RULE);
    return planner;
  }

  @Override
  protected CalcitePreparingStmt getPreparingStmt(
      CalcitePrepare.Context context,
      Type elementType,
      CalciteCatalogReader reader,
      RelOptPlanner planner) {
    return new QueryPreparation(
        this,
        context,
        new SearchPathReader(context, searchPath()),
        createCluster(planner, new RexBuilder(context.getTypeFactory())),
        elementType == Object[].class ? EnumerableRel.Prefer.ARRAY : EnumerableRel.Prefer.CUSTOM,
        EnumerableConvention.INSTANCE,
        createConvertletTable());
  }

  private List<String> searchPath() {
    try {
      return database.searchPath();
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  FunctionCatalog catalog() {
    return catalog;
  }

  QueryRequest request() {
    return request;
  }
}
