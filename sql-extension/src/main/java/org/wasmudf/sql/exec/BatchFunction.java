package org.wasmudf.sql.exec;

import org.apache.arrow.vector.FieldVector;

/// Computes a column from a batch.
@FunctionalInterface
public interface BatchFunction {
  /// A new column with as many values as the batch has rows, the caller's to close.
  FieldVector apply(Batch batch);
}
