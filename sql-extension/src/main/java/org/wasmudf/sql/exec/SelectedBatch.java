package org.wasmudf.sql.exec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// Some rows of another batch; a column is gathered when it is asked for. Good as long as the other
/// batch is.
final class SelectedBatch implements Batch, AutoCloseable {
  private final Batch source;
  private final Selection selection;
  private final BufferAllocator allocator;
  private final List<@Nullable FieldVector> gathered;

  SelectedBatch(Batch source, int columns, Selection selection, BufferAllocator allocator) {
    this.source = source;
    this.selection = selection;
    this.allocator = allocator;
    this.gathered = new ArrayList<>(Collections.nCopies(columns, null));
  }

  @Override
  public int rows() {
    return selection.count();
  }

  @Override
  public FieldVector column(int index) {
    FieldVector known = gathered.get(index);
    if (known != null) {
      return known;
    }
    FieldVector column = Gather.copy(source.column(index), source.rows(), selection, allocator);
    gathered.set(index, column);
    return column;
  }

  @Override
  public void close() {
    for (FieldVector each : gathered) {
      if (each != null) {
        each.close();
      }
    }
    gathered.clear();
  }
}
