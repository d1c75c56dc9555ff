package org.wasmudf.sql.database;

import java.util.List;
import java.util.Set;
import org.apache.calcite.adapter.jdbc.JdbcImplementor;
import org.apache.calcite.adapter.jdbc.JdbcRel;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.rel2sql.SqlImplementor;

/// Reading a table of the database: what work is pushed down onto.
///
/// Calcite has its own, but only for its own tables, whose DECIMALs stop at 19 digits and whose
/// lookups take the names for patterns.
final class DatabaseTableScan extends TableScan implements JdbcRel {
  private final DatabaseTable source;

  DatabaseTableScan(RelOptCluster cluster, RelOptTable table, DatabaseTable source) {
    super(cluster, cluster.traitSetOf(source.database().convention()), List.of(), table);
    this.source = source;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return this;
  }

  @Override
  public SqlImplementor.Result implement(JdbcImplementor implementor) {
    return implementor.result(source.identifier(), Set.of(SqlImplementor.Clause.FROM), this, null);
  }
}
