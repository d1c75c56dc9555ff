package org.wasmudf.sql.exec;

import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// Which rows of a batch take part: all of them, or those listed in ascending order.
///
/// @param count how many
/// @param rows their places; null when they are the rows 0 to `count - 1`. May be longer than
///   `count`
@SuppressWarnings("ArrayRecordComponent") // Read in loops; never compared.
record Selection(int count, int @Nullable [] rows) {
  static Selection all(int rows) {
    return new Selection(rows, null);
  }

  /// Some rows in a row.
  static Selection range(int from, int count) {
    return new Selection(count, IntStream.range(from, from + count).toArray());
  }

  boolean isAll() {
    return rows == null;
  }

  int row(int index) {
    return rows == null ? index : rows[index];
  }

  /// The rows whose value is not NULL.
  static Selection notNull(FieldVector column, int rows) {
    if (column.getNullCount() == 0) {
      return all(rows);
    }
    MemorySegment validity = Segments.validity(column, rows);
    int[] selected = new int[rows];
    int count = 0;
    for (int row = 0; row < rows; row++) {
      selected[count] = row;
      count += Segments.bit(validity, row);
    }
    return of(count, selected, rows);
  }

  /// The rows whose value is TRUE, and not NULL.
  static Selection isTrue(FieldVector column, int rows) {
    MemorySegment validity = Segments.validity(column, rows);
    MemorySegment values = Segments.bits((BitVector) column, rows);
    int[] selected = new int[rows];
    int count = 0;
    for (int row = 0; row < rows; row++) {
      selected[count] = row;
      count += Segments.bit(validity, row) & Segments.bit(values, row);
    }
    return of(count, selected, rows);
  }

  /// Those of this selection that are in the other as well.
  Selection and(Selection other) {
    if (other.rows == null) {
      return this;
    }
    if (rows == null) {
      return other;
    }
    int[] both = new int[Math.min(count, other.count)];
    int length = 0;
    for (int i = 0, j = 0; i < count && j < other.count; ) {
      int mine = rows[i];
      int theirs = other.rows[j];
      if (mine == theirs) {
        both[length++] = mine;
      }
      i += mine <= theirs ? 1 : 0;
      j += theirs <= mine ? 1 : 0;
    }
    return new Selection(length, both);
  }

  private static Selection of(int count, int[] selected, int rows) {
    return count == rows ? all(rows) : new Selection(count, selected);
  }
}
