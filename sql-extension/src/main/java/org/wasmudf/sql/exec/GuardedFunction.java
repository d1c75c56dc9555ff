package org.wasmudf.sql.exec;

import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/// Computes a column for the rows for which a condition is TRUE, and only for them; the others are
/// NULL.
public final class GuardedFunction implements BatchFunction {
  private final BatchFunction condition;
  private final BatchFunction function;
  private final int columns;
  private final Field field;
  private final BufferAllocator allocator;

  /// @param condition a BOOLEAN column
  /// @param function what is computed of the rows, gathered
  /// @param columns how many columns the input has
  /// @param field of the result
  /// @param allocator where columns are gathered
  public GuardedFunction(
      BatchFunction condition,
      BatchFunction function,
      int columns,
      Field field,
      BufferAllocator allocator) {
    this.condition = condition;
    this.function = function;
    this.columns = columns;
    this.field = field;
    this.allocator = allocator;
  }

  @Override
  public FieldVector apply(Batch batch, int rows) {
    Selection selection;
    try (FieldVector passes = condition.apply(batch, rows)) {
      selection = Selection.isTrue(passes, rows);
    }
    if (selection.isAll()) {
      return function.apply(batch, rows);
    }
    FieldVector spread = field.createVector(allocator);
    try {
      spread.setInitialCapacity(rows);
      spread.allocateNew();
      spread.setValueCount(selection.count() == 0 ? rows : spread(batch, rows, selection, spread));
      return spread;
    } catch (RuntimeException | Error e) {
      spread.close();
      throw e;
    }
  }

  /// @return how many rows there are now
  private int spread(Batch batch, int rows, Selection selection, FieldVector target) {
    try (SelectedBatch selected = new SelectedBatch(batch, columns, selection, allocator);
        FieldVector values = function.apply(selected, selection.count())) {
      int count = values.getValueCount();
      int[] spread = new int[rows];
      Arrays.fill(spread, NestedCopy.NULL);
      for (int i = 0; i < count; i++) {
        spread[selection.row(i)] = i;
      }
      NestedCopy.copy(values, spread, target);
      return count < selection.count() ? selection.row(count) : rows;
    }
  }
}
