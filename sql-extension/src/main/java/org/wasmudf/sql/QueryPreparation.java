package org.wasmudf.sql;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.jdbc.CalcitePrepare;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.prepare.CalcitePrepareImpl;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.runtime.Bindable;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.wasmudf.sql.database.DatabaseToEnumerable;
import org.wasmudf.sql.function.FunctionOperators;
import org.wasmudf.sql.plan.ArrowToEnumerable;
import org.wasmudf.sql.plan.RowWindow;
import org.wasmudf.sql.plan.StoppableRows;

/// The preparation of one query: its validator, what is refused, and how its plan becomes something
/// that runs.
final class QueryPreparation extends CalcitePrepareImpl.CalcitePreparingStmt {
  private final QueryPrepare query;

  QueryPreparation(
      QueryPrepare query,
      CalcitePrepare.Context context,
      SearchPathReader reader,
      RelOptCluster cluster,
      EnumerableRel.Prefer prefer,
      Convention convention,
      SqlRexConvertletTable convertlets) {
    super(
        query,
        context,
        reader,
        context.getTypeFactory(),
        context.getRootSchema(),
        prefer,
        cluster,
        convention,
        convertlets);
    this.query = query;
  }

  /// The reader given is the one without our search path: the preparation's own is used instead.
  @Override
  protected SqlValidator createSqlValidator(
      CatalogReader ignored, UnaryOperator<SqlValidator.Config> change) {
    SqlValidator.Config config =
        SqlValidator.Config.DEFAULT
            .withConformance(context.config().conformance())
            .withDefaultNullCollation(context.config().defaultNullCollation())
            .withIdentifierExpansion(true);
    return new QueryValidator(
        SqlOperatorTables.chain(
            new FunctionOperators(query.catalog(), typeFactory),
            SqlStdOperatorTable.instance(),
            catalogReader),
        (CalciteCatalogReader) catalogReader,
        (JavaTypeFactory) typeFactory,
        change.apply(config),
        query.catalog(),
        query.request().target());
  }

  @Override
  protected SqlToRelConverter getSqlToRelConverter(
      SqlValidator validator, CatalogReader reader, SqlToRelConverter.Config config) {
    // Merging projections is left to a rule that doesn't repeat calls of volatile functions.
    SqlToRelConverter.Config careful =
        config.addRelBuilderConfigTransform(builder -> builder.withBloat(-1));
    return super.getSqlToRelConverter(
        validator, reader, query.request().isOurs() ? careful : config);
  }

  /// The first thing that is done with a query after its conversion.
  @Override
  public RelNode flattenTypes(RelNode root, boolean restructure) {
    new QueryChecks(query.request()).check(root);
    return super.flattenTypes(AggregateCasts.in(root, query::calls), restructure);
  }

  /// What needs no generated code, or has it below, is run as it is: compiling takes longer than
  /// most queries.
  @Override
  protected PreparedResult implement(RelRoot root) {
    query.plan(root.rel);
    query.parameters(parameterRowType);
    if (root.isRefTrivial()) {
      Optional<Bindable<?>> interpreted =
          switch (root.rel) {
            case DatabaseToEnumerable rows -> Optional.of(rows.interpreted());
            case ArrowToEnumerable rows -> rows.interpreted();
            default -> Optional.empty();
          };
      if (interpreted.isPresent()) {
        return interpreted(root, interpreted.get());
      }
    }
    return super.implement(root.withRel(StoppableRows.in(RowWindow.in(root.rel))));
  }

  private PreparedResult interpreted(RelRoot root, Bindable<?> bindable) {
    return new PreparedResultImpl(
        root.rel.getRowType(),
        parameterRowType,
        fieldOrigins,
        root.collation.getFieldCollations().isEmpty() ? List.of() : List.of(root.collation),
        root.rel,
        null,
        false) {
      @Override
      public String getCode() {
        throw new UnsupportedOperationException();
      }

      @Override
      public Bindable<?> getBindable(Meta.CursorFactory cursors) {
        return bindable;
      }

      @Override
      public Type getElementType() {
        return Object[].class;
      }
    };
  }
}
