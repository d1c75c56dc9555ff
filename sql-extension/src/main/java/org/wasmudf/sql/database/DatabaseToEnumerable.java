package org.wasmudf.sql.database;

import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysType;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.adapter.jdbc.JdbcImplementor;
import org.apache.calcite.linq4j.tree.Blocks;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.runtime.Bindable;
import org.apache.calcite.sql.util.SqlString;

/// Reads what the database has made of the operators below, as rows.
///
/// Not a converter in name, because Calcite never converts what a converter gives: the operators
/// over batches could not read it.
public final class DatabaseToEnumerable extends SingleRel implements EnumerableRel {
  /// Of a row, in columns. Moving rows out of the database costs more than any work on them there.
  private static final double COST_OF_ROW = 4;

  DatabaseToEnumerable(RelOptCluster cluster, RelTraitSet traits, RelNode input) {
    super(cluster, traits, input);
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new DatabaseToEnumerable(getCluster(), traits, inputs.getFirst());
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery metadata) {
    double values = metadata.getRowCount(this) * (COST_OF_ROW + getRowType().getFieldCount());
    return planner.getCostFactory().makeCost(values, values, 0);
  }

  /// The query in the database's SQL.
  public DatabaseQuery query() {
    DatabaseConvention convention = convention();
    var implementor =
        new JdbcImplementor(convention.dialect, (JavaTypeFactory) getCluster().getTypeFactory());
    SqlString sql = implementor.visitRoot(getInput()).asStatement().toSqlString(convention.dialect);
    return DatabaseQuery.of(convention.database(), sql, getInput());
  }

  /// The rows without generated code.
  public Bindable<?> interpreted() {
    DatabaseQuery query = query();
    return getRowType().getFieldCount() == 1
        ? (Bindable<Object>) query::values
        : (Bindable<Object[]>) query::rows;
  }

  private DatabaseConvention convention() {
    if (getInput().getConvention() instanceof DatabaseConvention convention) {
      return convention;
    }
    throw new IllegalStateException("not planned for the database: " + getInput());
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    PhysType rows =
        PhysTypeImpl.of(
            implementor.getTypeFactory(), getRowType(), prefer.prefer(JavaRowFormat.ARRAY));
    Expression query = implementor.stash(query(), DatabaseQuery.class);
    Expression read =
        Expressions.call(
            query, rows.getFormat() == JavaRowFormat.SCALAR ? "values" : "rows", DataContext.ROOT);
    return implementor.result(rows, Blocks.toBlock(read));
  }
}
