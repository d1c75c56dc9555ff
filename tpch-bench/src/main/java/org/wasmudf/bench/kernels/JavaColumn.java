package org.wasmudf.bench.kernels;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.util.Text;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.SqlType;

/// Columns as plain Java arrays, which is how a loop in Java has them at its best: `double[]`,
/// `long[]`, `int[]`, `boolean[]`, `String[]`, and `byte[][]` for UTF-8.
final class JavaColumn {
  private JavaColumn() {}

  /// An array for results of that type.
  static Object allocate(SqlType type, int rows) {
    return switch (type) {
      case SqlType.Simple.DOUBLE -> new double[rows];
      case SqlType.Simple.BIGINT -> new long[rows];
      case SqlType.Decimal _ -> new long[rows];
      case SqlType.Simple.INTEGER -> new int[rows];
      case SqlType.Simple.BOOLEAN -> new boolean[rows];
      case SqlType.Simple.VARCHAR -> new String[rows];
      case SqlType other -> throw new IllegalArgumentException("no sample returns " + other);
    };
  }

  /// One value, boxed.
  static Object value(Object column, int row) {
    return switch (column) {
      case double[] values -> values[row];
      case long[] values -> values[row];
      case int[] values -> values[row];
      case boolean[] values -> values[row];
      case String[] values -> values[row];
      default -> throw new IllegalArgumentException("not a result: " + column.getClass());
    };
  }

  /// One value of a vector, boxed as [#value] does; null where it is NULL.
  static @Nullable Object value(FieldVector vector, int row) {
    Object value = vector.getObject(row);
    return value instanceof Text text ? text.toString() : value;
  }

  /// The column as a vector, which belongs to the caller.
  ///
  /// @param nulls the rows that are NULL there
  static FieldVector toVector(
      Object column, SqlType type, int rows, BitSet nulls, BufferAllocator allocator) {
    FieldVector vector = type.field("argument").createVector(allocator);
    vector.setInitialCapacity(rows);
    vector.allocateNew();
    for (int i = 0; i < rows; i++) {
      if (nulls.get(i)) {
        vector.setNull(i);
      } else {
        set(vector, column, i);
      }
    }
    vector.setValueCount(rows);
    return vector;
  }

  private static void set(FieldVector vector, Object column, int row) {
    switch (column) {
      case double[] values -> ((Float8Vector) vector).set(row, values[row]);
      case long[] values -> ((BigIntVector) vector).set(row, values[row]);
      case int[] values -> ((DateDayVector) vector).set(row, values[row]);
      case String[] values ->
          ((VarCharVector) vector).setSafe(row, values[row].getBytes(StandardCharsets.UTF_8));
      case byte[][] values -> ((VarCharVector) vector).setSafe(row, values[row]);
      default -> throw new IllegalArgumentException("not an argument: " + column.getClass());
    }
  }
}
