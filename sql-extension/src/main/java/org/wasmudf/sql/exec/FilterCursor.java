package org.wasmudf.sql.exec;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// Keeps the rows for which a condition is TRUE. Columns are gathered when they are asked for; a
/// batch with no such row is skipped and one with no other is passed on as it is.
public final class FilterCursor implements BatchCursor {
  private final BatchCursor input;
  private final int columns;
  private final ProjectCursor.Column condition;
  private final BufferAllocator allocator;
  private @Nullable SelectedBatch last;

  /// @param input where the rows come from; closed with this cursor
  /// @param columns how many columns the rows have
  /// @param condition a BOOLEAN column
  /// @param allocator where columns are gathered
  public FilterCursor(
      BatchCursor input, int columns, ProjectCursor.Column condition, BufferAllocator allocator) {
    this.input = input;
    this.columns = columns;
    this.condition = condition;
    this.allocator = allocator;
  }

  @Override
  public @Nullable Batch next() {
    release();
    for (Batch batch = input.next(); batch != null; batch = input.next()) {
      Selection selection = selection(batch);
      if (selection.isAll()) {
        return batch;
      }
      if (selection.count() > 0) {
        last = new SelectedBatch(batch, columns, selection, allocator);
        return last;
      }
    }
    return null;
  }

  private Selection selection(Batch batch) {
    return switch (condition) {
      case ProjectCursor.Column.Input(int index) ->
          Selection.isTrue(batch.column(index), batch.rows());
      case ProjectCursor.Column.Constant(FieldVector vector) ->
          Selection.isTrue(vector, batch.rows());
      case ProjectCursor.Column.Computed(BatchFunction function) -> {
        try (FieldVector passes = function.apply(batch, batch.rows())) {
          yield Selection.isTrue(passes, batch.rows());
        }
      }
    };
  }

  private void release() {
    if (last != null) {
      last.close();
      last = null;
    }
  }

  @Override
  public void close() {
    release();
    input.close();
  }
}
