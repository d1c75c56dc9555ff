package org.wasmudf.sql.exec;

import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/// Copies rows of columns that may be made of others, level by level.
final class NestedCopy {
  /// In place of a row: NULL.
  static final int NULL = -1;

  private NestedCopy() {}

  /// Copies rows to the beginning of a new column of the same type, in which everything is NULL,
  /// and which grows.
  ///
  /// @param rows those of the source, or [#NULL]
  static void copy(FieldVector source, int[] rows, FieldVector target) {
    switch (target) {
      case ListVector lists -> copyLists((ListVector) source, rows, lists);
      case StructVector struct -> copyFields(source, rows, struct);
      default -> {
        for (int i = 0; i < rows.length; i++) {
          if (rows[i] != NULL) {
            target.copyFromSafe(rows[i], i, source);
          }
        }
      }
    }
  }

  private static void copyLists(ListVector source, int[] rows, ListVector target) {
    int[] elements = new int[rows.length];
    int count = 0;
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] == NULL || source.isNull(rows[i])) {
        target.setNull(i);
        continue;
      }
      int from = source.getElementStartIndex(rows[i]);
      int length = source.getElementEndIndex(rows[i]) - from;
      if (count + length > elements.length) {
        elements = Arrays.copyOf(elements, Math.max(count + length, 2 * elements.length));
      }
      target.startNewValue(i);
      for (int element = 0; element < length; element++) {
        elements[count++] = from + element;
      }
      target.endValue(i, length);
    }
    copy(source.getDataVector(), Arrays.copyOf(elements, count), target.getDataVector());
  }

  private static void copyFields(FieldVector source, int[] rows, StructVector target) {
    int[] valid = rows.clone();
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] == NULL || source.isNull(rows[i])) {
        target.setNull(i);
        valid[i] = NULL;
      } else {
        target.setIndexDefined(i);
      }
    }
    List<FieldVector> fields = source.getChildrenFromFields();
    for (int i = 0; i < fields.size(); i++) {
      copy(fields.get(i), valid, target.getChildrenFromFields().get(i));
    }
  }
}
