package org.wasmudf.sql.exec;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// Picks columns of its input and computes others.
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
  private final List<Column> columns;
  private final List<FieldVector> computed = new ArrayList<>();

  /// @param input where the rows come from; closed with this cursor
  /// @param columns the result's
  public ProjectCursor(BatchCursor input, List<Column> columns) {
    this.input = input;
    this.columns = List.copyOf(columns);
  }

  @Override
  public @Nullable Batch next() {
    release();
    Batch batch = input.next();
    if (batch == null) {
      return null;
    }
    List<@Nullable FieldVector> made = new ArrayList<>(columns.size());
    for (Column each : columns) {
      switch (each) {
        case Column.Input _ -> made.add(null);
        case Column.Constant(FieldVector vector) -> made.add(vector);
        case Column.Computed(BatchFunction function) -> {
          FieldVector vector = function.apply(batch);
          computed.add(vector);
          made.add(vector);
        }
      }
    }
    return new ProjectedBatch(batch, columns, made);
  }

  /// Computed columns are there, others are asked for when they are needed.
  private record ProjectedBatch(
      Batch source, List<Column> columns, List<@Nullable FieldVector> computed) implements Batch {
    @Override
    public int rows() {
      return source.rows();
    }

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
  }

  @Override
  public void close() {
    release();
    input.close();
  }
}
