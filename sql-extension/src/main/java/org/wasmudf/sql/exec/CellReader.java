package org.wasmudf.sql.exec;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.runtime.FlatLists;
import org.jspecify.annotations.Nullable;

/// Reads a column's values as the Java objects of Calcite's enumerable convention: DECIMAL as
/// BigDecimal, DATE as days, TIME, TIMESTAMP and INTERVAL DAY TO SECOND as milliseconds, INTERVAL
/// YEAR TO MONTH as months, VARCHAR as String, VARBINARY as ByteString, ARRAY as List, ROW as an
/// array of Objects, MAP as Map in which the last value of a key counts.
@FunctionalInterface
public interface CellReader {
  /// The value of a row, null for NULL.
  @Nullable Object read(int row);

  /// A reader of a vector, good as long as the vector is.
  static CellReader of(FieldVector vector) {
    CellReader values = ofValues(vector);
    return vector.getNullCount() == 0
        ? values
        : row -> vector.isNull(row) ? null : values.read(row);
  }

  private static CellReader ofValues(FieldVector vector) {
    return switch (vector) {
      case BitVector v -> row -> v.get(row) != 0;
      case TinyIntVector v -> v::get;
      case SmallIntVector v -> v::get;
      case IntVector v -> v::get;
      case BigIntVector v ->
          Decimal64.of(v.getField()).map(type -> decimals(v, type.scale())).orElse(v::get);
      case Float4Vector v -> v::get;
      case Float8Vector v -> v::get;
      case DecimalVector v -> v::getObject;
      case DateDayVector v -> v::get;
      case TimeMicroVector v -> row -> (int) (v.get(row) / 1000L);
      case DurationVector v ->
          row -> Math.floorDiv(DurationVector.get(v.getDataBuffer(), row), 1000L);
      case IntervalYearVector v -> row -> IntervalYearVector.getTotalMonths(v.getDataBuffer(), row);
      case TimeStampMicroVector v -> row -> Math.floorDiv(v.get(row), 1000L);
      case VarCharVector v -> row -> new String(v.get(row), StandardCharsets.UTF_8);
      case MapVector v -> maps(v);
      case ListVector v -> {
        CellReader elements = of(v.getDataVector());
        yield row -> list(elements, v.getElementStartIndex(row), v.getElementEndIndex(row));
      }
      case StructVector v -> fields(v);
      case VarBinaryVector v -> row -> new ByteString(v.get(row));
      default -> throw new IllegalArgumentException("no Java form of " + vector.getField());
    };
  }

  private static List<@Nullable Object> list(CellReader elements, int from, int to) {
    @Nullable Object[] values = new @Nullable Object[to - from];
    for (int i = 0; i < values.length; i++) {
      values[i] = elements.read(from + i);
    }
    // Calcite compares and sorts them.
    return FlatLists.of(Arrays.asList(values));
  }

  private static CellReader fields(StructVector vector) {
    List<CellReader> fields = vector.getChildrenFromFields().stream().map(CellReader::of).toList();
    return row -> {
      @Nullable Object[] values = new @Nullable Object[fields.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = fields.get(i).read(row);
      }
      return values;
    };
  }

  private static CellReader maps(MapVector vector) {
    List<FieldVector> entries = vector.getDataVector().getChildrenFromFields();
    CellReader keys = of(entries.getFirst());
    CellReader values = of(entries.getLast());
    return row -> {
      Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
      for (int i = vector.getElementStartIndex(row); i < vector.getElementEndIndex(row); i++) {
        map.put(keys.read(i), values.read(i));
      }
      return map;
    };
  }

  private static CellReader decimals(BigIntVector vector, int scale) {
    return row -> BigDecimal.valueOf(vector.get(row), scale);
  }
}
