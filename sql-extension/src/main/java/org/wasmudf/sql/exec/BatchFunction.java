package org.wasmudf.sql.exec;

import org.apache.arrow.vector.FieldVector;

/// Computes a column from a batch.
@FunctionalInterface
public interface BatchFunction {
  /// A new column with values for the first rows of a batch, the caller's to close.
  ///
  /// @param rows how many; only strings and binaries that get large may be fewer, at least one
  ///   where there are any
  FieldVector apply(Batch batch, int rows);
}
