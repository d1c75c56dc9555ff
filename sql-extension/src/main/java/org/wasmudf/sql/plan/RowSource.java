package org.wasmudf.sql.plan;

import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.linq4j.Enumerable;
import org.jspecify.annotations.Nullable;

/// An enumerable operator that can be read as it is, where Calcite would generate code for it.
public interface RowSource extends EnumerableRel {
  /// The rows, each an array of the values of the enumerable convention. Reading them may begin
  /// more than once.
  Enumerable<@Nullable Object[]> rows(DataContext context);
}
