package org.wasmudf.sql.plan;

import java.util.List;
import java.util.Objects;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.hint.RelHint;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.exec.BatchCursor;
import org.wasmudf.sql.exec.ColumnStore;
import org.wasmudf.sql.exec.ScanCursor;

/// Reads an [ArrowTable]. Batches are the table's own vectors; a column that no operator asks for
/// is never loaded.
public final class ArrowTableScan extends TableScan implements ArrowRel {
  private static final double COST_FACTOR = 0.01;

  private final ColumnStore columns;

  ArrowTableScan(RelOptCluster cluster, List<RelHint> hints, RelOptTable table) {
    super(cluster, cluster.traitSetOf(ArrowConvention.INSTANCE), hints, table);
    this.columns =
        Objects.requireNonNull(table.unwrap(ArrowTable.class), "not an ArrowTable").columns();
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return Costs.scaled(super.computeSelfCost(planner, mq), COST_FACTOR);
  }

  @Override
  public BatchCursor open(ArrowContext context) {
    return new ScanCursor(columns, context::checkCancelled);
  }
}
