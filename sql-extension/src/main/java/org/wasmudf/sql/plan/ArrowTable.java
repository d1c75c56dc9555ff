package org.wasmudf.sql.plan;

import java.util.List;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelProtoDataType;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.wasmudf.sql.exec.ColumnStore;

/// A table whose rows are Arrow columns, scanned by batch and by column. Immutable; thread-safe.
public final class ArrowTable extends AbstractTable implements TranslatableTable {
  private final RelProtoDataType rowType;
  private final ColumnStore columns;
  private final List<ImmutableBitSet> keys;

  /// A table.
  ///
  /// @param rowType names and types of the columns, in the store's order
  /// @param columns the values; the caller's to close, when no statement uses the table any more
  /// @param keys sets of columns that are unique together, for the planner's estimates
  public ArrowTable(RelProtoDataType rowType, ColumnStore columns, List<ImmutableBitSet> keys) {
    this.rowType = rowType;
    this.columns = columns;
    this.keys = List.copyOf(keys);
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory) {
    return rowType.apply(typeFactory);
  }

  @Override
  public Statistic getStatistic() {
    return Statistics.of((double) columns.rows(), keys);
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable relOptTable) {
    return new ArrowTableScan(context.getCluster(), context.getTableHints(), relOptTable);
  }

  ColumnStore columns() {
    return columns;
  }
}
