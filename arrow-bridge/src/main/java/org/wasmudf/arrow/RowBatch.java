package org.wasmudf.arrow;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.UdfException;

/// Calls of a plain function for many rows of Java values, in the forms of [RowUdf]: the values are
/// written into columns in linear memory, over which the function is called as over any batch.
///
/// Used by the evaluator's thread, and closed with it.
final class RowBatch {
  private static final int MOST_ROWS = 8_192;
  private static final long MOST_BYTES = 16L << 20;

  private final List<SqlType> types;
  private final LinearMemory memory;
  private final BatchExpression call;

  RowBatch(ScalarFunction function, BatchEvaluator evaluator) {
    this.types = function.signature().parameters();
    this.memory = evaluator.memory();
    List<KernelExpr> columns = new ArrayList<>();
    for (SqlType each : types) {
      columns.add(new KernelExpr.Column(columns.size(), each));
    }
    this.call = evaluator.prepare(new KernelExpr.Call(function, columns));
  }

  /// Calls the function for each row.
  ///
  /// @param columns for each parameter its values
  /// @throws UdfException when a row fails, with its number where that can be found out
  @Nullable Object[] call(@Nullable Object[][] columns, int rows) {
    @Nullable Object[] results = new Object[rows];
    int from = 0;
    while (from < rows) {
      from += call(columns, from, end(columns, from, rows), results);
    }
    return results;
  }

  private int call(@Nullable Object[][] columns, int from, int to, @Nullable Object[] results) {
    List<FieldVector> vectors = new ArrayList<>(types.size());
    try {
      for (int i = 0; i < types.size(); i++) {
        FieldVector vector = types.get(i).field("argument").createVector(memory.allocator());
        vectors.add(vector);
        write(columns[i], from, to, vector);
      }
      try (FieldVector some = call.evaluateSome(vectors, to - from)) {
        int done = some.getValueCount();
        for (int row = 0; row < done; row++) {
          results[from + row] = some.isNull(row) ? null : value(some, row);
        }
        return done;
      }
    } catch (UdfException e) {
      throw from > 0 && e.row().isPresent() ? e.inRow(from + e.row().getAsLong()) : e;
    } finally {
      vectors.forEach(FieldVector::close);
    }
  }

  /// Where a part of the rows ends that isn't too large for one batch.
  private static int end(@Nullable Object[][] columns, int from, int rows) {
    int most = Math.min(rows, from + MOST_ROWS);
    long bytes = 0;
    for (int row = from; row < most; row++) {
      for (@Nullable Object[] column : columns) {
        bytes += column[row] instanceof byte[] value ? value.length : 0;
      }
      if (bytes > MOST_BYTES) {
        return row + 1;
      }
    }
    return most;
  }

  private static void write(@Nullable Object[] column, int from, int to, FieldVector vector) {
    vector.setInitialCapacity(to - from);
    vector.allocateNew();
    for (int row = from; row < to; row++) {
      Object value = column[row];
      if (value != null) {
        write(value, vector, row - from);
      }
    }
    vector.setValueCount(to - from);
  }

  private static void write(Object value, FieldVector vector, int row) {
    switch (vector) {
      case BitVector v -> v.set(row, (Boolean) value ? 1 : 0);
      case TinyIntVector v -> v.set(row, (Integer) value);
      case SmallIntVector v -> v.set(row, (Integer) value);
      case IntVector v -> v.set(row, (Integer) value);
      case BigIntVector v -> v.set(row, (Long) value);
      case Float4Vector v -> v.set(row, (Float) value);
      case Float8Vector v -> v.set(row, (Double) value);
      case DateDayVector v -> v.set(row, (Integer) value);
      case TimeMicroVector v -> v.set(row, (Long) value);
      case TimeStampMicroVector v -> v.set(row, (Long) value);
      case DurationVector v -> v.set(row, (Long) value);
      case IntervalYearVector v -> v.set(row, (Integer) value);
      case DecimalVector v -> v.set(row, new BigDecimal((BigInteger) value, v.getScale()));
      case VarCharVector v -> v.setSafe(row, (byte[]) value);
      case VarBinaryVector v -> v.setSafe(row, (byte[]) value);
      default -> throw new IllegalStateException("a column of " + vector.getField());
    }
  }

  private static Object value(FieldVector vector, int row) {
    return switch (vector) {
      case BitVector v -> v.get(row) != 0;
      case TinyIntVector v -> (int) v.get(row);
      case SmallIntVector v -> (int) v.get(row);
      case IntVector v -> v.get(row);
      case BigIntVector v -> v.get(row);
      case Float4Vector v -> v.get(row);
      case Float8Vector v -> v.get(row);
      case DateDayVector v -> v.get(row);
      case TimeMicroVector v -> v.get(row);
      case TimeStampMicroVector v -> v.get(row);
      case DurationVector v -> DurationVector.get(v.getDataBuffer(), row);
      case IntervalYearVector v -> IntervalYearVector.getTotalMonths(v.getDataBuffer(), row);
      case DecimalVector v -> v.getObjectNotNull(row).unscaledValue();
      case VarCharVector v -> v.get(row);
      case VarBinaryVector v -> v.get(row);
      default -> throw new IllegalStateException("a result of " + vector.getField());
    };
  }
}
