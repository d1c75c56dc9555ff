package org.wasmudf.sql.exec;

import java.lang.foreign.MemorySegment;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
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
import org.apache.arrow.vector.types.Types.MinorType;

/// Reads and writes columns of BOOLEAN, integers, DECIMAL in 64 bits, DATE, TIME, TIMESTAMP and
/// intervals as 64-bit integers, and of REAL and DOUBLE as the bits of doubles.
final class LongValues {
  private LongValues() {}

  /// Whether columns of a type have values that fit 64 bits.
  static boolean fits(MinorType type) {
    return switch (type) {
      case BIT,
          TINYINT,
          SMALLINT,
          INT,
          BIGINT,
          DATEDAY,
          TIMEMICRO,
          TIMESTAMPMICRO,
          DURATION,
          INTERVALYEAR,
          FLOAT4,
          FLOAT8 ->
          true;
      default -> false;
    };
  }

  /// Copies the selected values to the beginning of `out`; those that are NULL are whatever lies
  /// there.
  static void read(FieldVector vector, int rowCount, Selection selection, long[] out) {
    if (vector instanceof BitVector bits) {
      readBits(Segments.bits(bits, rowCount), selection, out);
      return;
    }
    int bytes = bytesPerValue(vector);
    MemorySegment values = Segments.values(vector, rowCount, bytes);
    if (vector instanceof Float4Vector || vector instanceof Float8Vector) {
      readFloats(values, bytes, selection, out);
    } else if (bytes == 8 && selection.isAll()) {
      MemorySegment.copy(values, Segments.LONG, 0, out, 0, selection.count());
    } else {
      readIntegers(values, bytes, selection, out);
    }
  }

  private static void readIntegers(
      MemorySegment values, int bytes, Selection selection, long[] out) {
    int count = selection.count();
    switch (bytes) {
      case 1 -> {
        for (int i = 0; i < count; i++) {
          out[i] = values.get(Segments.BYTE, selection.row(i));
        }
      }
      case 2 -> {
        for (int i = 0; i < count; i++) {
          out[i] = values.getAtIndex(Segments.SHORT, selection.row(i));
        }
      }
      case 4 -> {
        for (int i = 0; i < count; i++) {
          out[i] = values.getAtIndex(Segments.INT, selection.row(i));
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          out[i] = values.getAtIndex(Segments.LONG, selection.row(i));
        }
      }
    }
  }

  private static void readFloats(MemorySegment values, int bytes, Selection selection, long[] out) {
    for (int i = 0; i < selection.count(); i++) {
      int row = selection.row(i);
      double value =
          bytes == 4
              ? values.getAtIndex(Segments.FLOAT, row)
              : values.getAtIndex(Segments.DOUBLE, row);
      out[i] = Double.doubleToRawLongBits(value);
    }
  }

  private static void readBits(MemorySegment values, Selection selection, long[] out) {
    for (int i = 0; i < selection.count(); i++) {
      out[i] = Segments.bit(values, selection.row(i));
    }
  }

  /// Writes a value that [#read] gave, as not NULL.
  static void write(FieldVector vector, int row, long value) {
    switch (vector) {
      case BitVector v -> v.setSafe(row, (int) value);
      case TinyIntVector v -> v.setSafe(row, (int) value);
      case SmallIntVector v -> v.setSafe(row, (int) value);
      case IntVector v -> v.setSafe(row, (int) value);
      case BigIntVector v -> v.setSafe(row, value);
      case DateDayVector v -> v.setSafe(row, (int) value);
      case TimeMicroVector v -> v.setSafe(row, value);
      case DurationVector v -> v.setSafe(row, value);
      case IntervalYearVector v -> v.setSafe(row, (int) value);
      case TimeStampMicroVector v -> v.setSafe(row, value);
      case Float4Vector v -> v.setSafe(row, (float) Double.longBitsToDouble(value));
      case Float8Vector v -> v.setSafe(row, Double.longBitsToDouble(value));
      default -> throw unsupported(vector);
    }
  }

  private static int bytesPerValue(FieldVector vector) {
    return switch (vector) {
      case TinyIntVector _ -> 1;
      case SmallIntVector _ -> 2;
      case IntVector _, DateDayVector _, IntervalYearVector _, Float4Vector _ -> 4;
      case BigIntVector _,
          TimeMicroVector _,
          TimeStampMicroVector _,
          DurationVector _,
          Float8Vector _ ->
          8;
      default -> throw unsupported(vector);
    };
  }

  private static IllegalArgumentException unsupported(FieldVector vector) {
    return new IllegalArgumentException("no 64-bit form of " + vector.getField());
  }
}
