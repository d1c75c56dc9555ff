package org.wasmudf.sql.exec;

import java.util.List;
import org.apache.arrow.vector.FieldVector;

/// Columns that are all in memory.
public final class VectorStore implements ColumnStore, AutoCloseable {
  private final List<VectorBatch> batches;

  /// @param batches the rows; closed with this store
  public VectorStore(List<VectorBatch> batches) {
    this.batches = List.copyOf(batches);
    for (VectorBatch each : batches) {
      if (each.rows() > Batch.MAX_ROWS) {
        throw new IllegalArgumentException(
            "a batch of %d rows; at most %d".formatted(each.rows(), Batch.MAX_ROWS));
      }
    }
  }

  @Override
  public long rows() {
    return batches.stream().mapToLong(VectorBatch::rows).sum();
  }

  @Override
  public int batches() {
    return batches.size();
  }

  @Override
  public int rows(int batch) {
    return batches.get(batch).rows();
  }

  @Override
  public FieldVector column(int batch, int column) {
    return batches.get(batch).column(column);
  }

  @Override
  public void close() {
    batches.forEach(batch -> batch.columns().forEach(FieldVector::close));
  }
}
