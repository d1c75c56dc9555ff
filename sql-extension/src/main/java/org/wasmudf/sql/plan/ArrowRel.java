package org.wasmudf.sql.plan;

import org.apache.calcite.rel.RelNode;
import org.wasmudf.sql.exec.BatchCursor;

/// An operator that passes Arrow batches. Immutable, and may run many times at once: what runs is
/// the cursor.
public interface ArrowRel extends RelNode {
  /// Begins to run this operator and those below it.
  ///
  /// @param context the execution, which outlives the cursor
  /// @return the caller's to close
  BatchCursor open(ArrowContext context);
}
