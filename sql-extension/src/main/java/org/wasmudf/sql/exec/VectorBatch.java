package org.wasmudf.sql.exec;

import java.util.List;
import org.apache.arrow.vector.FieldVector;

/// A batch of vectors that are all there.
///
/// @param rows how many rows
/// @param columns one vector each
public record VectorBatch(int rows, List<FieldVector> columns) implements Batch {
  public VectorBatch {
    columns = List.copyOf(columns);
    for (FieldVector each : columns) {
      if (each.getValueCount() != rows) {
        throw new IllegalArgumentException(
            "%d values in a batch of %d rows: %s"
                .formatted(each.getValueCount(), rows, each.getField()));
      }
    }
  }

  @Override
  public FieldVector column(int index) {
    return columns.get(index);
  }
}
