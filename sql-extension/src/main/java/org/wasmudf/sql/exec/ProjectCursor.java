package org.wasmudf.sql.exec;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// Picks columns of its input and computes others. A batch whose computed strings get large becomes
/// several.
public final class ProjectCursor implements BatchCursor {
  /// One column of the result.
  public sealed interface Column {
    /// A column of the input, passed on as it is.
    ///
    /// @param index its place
    record Input(int index) implements Column {}

    /// The same column for every batch.
    ///
    /// @param vector of [Batch#MAX_ROWS] values; stays its owner's
    record Constant(FieldVector vector) implements Column {}

    /// A new column.
    ///
    /// @param function computes it
    record Computed(BatchFunction function) implements Column {}
  }

  private final BatchCursor input;
  private final int inputColumns;
  private final List<Column> columns;
  private final BufferAllocator allocator;
  private final List<FieldVector> computed = new ArrayList<>();
  private @Nullable Batch current;
  private @Nullable SelectedBatch rest;
  private int done;

  /// How many rows are tried at once: fewer after results got large, so that not much is computed
  /// again with the next batch.
  private int portion = Batch.MAX_ROWS;

  /// @param input where the rows come from; closed with this cursor
  /// @param inputColumns how many columns they have
  /// @param columns the result's
  /// @param allocator where the rest of a batch is gathered
  public ProjectCursor(
      BatchCursor input, int inputColumns, List<Column> columns, BufferAllocator allocator) {
    this.input = input;
    this.inputColumns = inputColumns;
    this.columns = List.copyOf(columns);
    this.allocator = allocator;
  }

  @Override
  public @Nullable Batch next() {
    release();
    Batch whole = current;
    if (whole == null || done == whole.rows()) {
      whole = input.next();
      current = whole;
      done = 0;
    }
    return whole == null ? null : project(part(whole));
  }

  /// The next rows of a batch, which may be all of them.
  private Batch part(Batch whole) {
    int rows = Math.min(portion, whole.rows() - done);
    if (rows == whole.rows()) {
      return whole;
    }
    rest = new SelectedBatch(whole, inputColumns, Selection.range(done, rows), allocator);
    return rest;
  }

  private Batch project(Batch batch) {
    int rows = batch.rows();
    List<@Nullable FieldVector> made = new ArrayList<>(columns.size());
    for (Column each : columns) {
      switch (each) {
        case Column.Input _ -> made.add(null);
        case Column.Constant(FieldVector vector) -> made.add(vector);
        case Column.Computed(BatchFunction function) -> {
          FieldVector vector = function.apply(batch, rows);
          computed.add(vector);
          made.add(vector);
          rows = Math.min(rows, vector.getValueCount());
        }
      }
    }
    done += rows;
    portion = rows < batch.rows() ? rows : Math.min(2 * portion, Batch.MAX_ROWS);
    return new ProjectedBatch(rows, batch, columns, made);
  }

  /// Computed columns are there, others are asked for when they are needed.
  private record ProjectedBatch(
      int rows, Batch source, List<Column> columns, List<@Nullable FieldVector> computed)
      implements Batch {
    @Override
    public FieldVector column(int index) {
      FieldVector vector = computed.get(index);
      if (vector != null) {
        return vector;
      }
      if (columns.get(index) instanceof Column.Input(int inputIndex)) {
        return source.column(inputIndex);
      }
      throw new IllegalStateException("column %d was not computed".formatted(index));
    }
  }

  private void release() {
    computed.forEach(FieldVector::close);
    computed.clear();
    if (rest != null) {
      rest.close();
      rest = null;
    }
  }

  @Override
  public void close() {
    release();
    input.close();
  }
}
