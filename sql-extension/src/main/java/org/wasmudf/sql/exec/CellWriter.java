package org.wasmudf.sql.exec;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
import org.apache.calcite.runtime.CalciteException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.SqlType;

/// Writes the Java objects that [CellReader] reads into a column.
@FunctionalInterface
public interface CellWriter {
  /// Writes a value, null for NULL, growing the vector where that is needed.
  ///
  /// @throws org.wasmudf.runtime.UdfException NUMERIC_OVERFLOW when a decimal has more digits than
  ///   the column
  void write(int row, @Nullable Object value);

  /// A writer to a vector, good as long as the vector is.
  static CellWriter of(FieldVector vector) {
    return switch (vector) {
      case BitVector v -> of(v, Boolean.class, (row, value) -> v.setSafe(row, value ? 1 : 0));
      case TinyIntVector v ->
          of(v, Number.class, (row, value) -> v.setSafe(row, value.byteValue()));
      case SmallIntVector v ->
          of(v, Number.class, (row, value) -> v.setSafe(row, value.shortValue()));
      case IntVector v -> of(v, Number.class, (row, value) -> v.setSafe(row, value.intValue()));
      case BigIntVector v ->
          Decimal64.of(v.getField())
              .map(type -> decimals(v, type))
              .orElseGet(
                  () -> of(v, Number.class, (row, value) -> v.setSafe(row, value.longValue())));
      case Float4Vector v ->
          of(v, Number.class, (row, value) -> v.setSafe(row, value.floatValue()));
      case Float8Vector v ->
          of(v, Number.class, (row, value) -> v.setSafe(row, value.doubleValue()));
      case DecimalVector v ->
          of(v, BigDecimal.class, (row, value) -> Decimal128.write(v, row, value));
      case DateDayVector v -> of(v, Number.class, (row, value) -> v.setSafe(row, value.intValue()));
      case TimeMicroVector v ->
          of(v, Number.class, (row, value) -> v.setSafe(row, value.longValue() * 1000L));
      case DurationVector v ->
          of(
              v,
              Number.class,
              (row, value) -> v.setSafe(row, Math.multiplyExact(value.longValue(), 1000L)));
      case IntervalYearVector v ->
          of(v, Number.class, (row, value) -> v.setSafe(row, value.intValue()));
      case TimeStampMicroVector v ->
          of(
              v,
              Number.class,
              (row, value) -> v.setSafe(row, Math.multiplyExact(value.longValue(), 1000L)));
      case VarCharVector v ->
          of(
              v,
              String.class,
              (row, value) -> v.setSafe(row, value.getBytes(StandardCharsets.UTF_8)));
      case MapVector v -> of(v, Object.class, maps(v));
      case ListVector v -> of(v, Object.class, lists(v));
      case StructVector v -> of(v, Object.class, fields(v));
      case VarBinaryVector v ->
          of(v, ByteString.class, (row, value) -> v.setSafe(row, value.getBytes()));
      default -> throw new IllegalArgumentException("no column of " + vector.getField());
    };
  }

  private static ValueWriter<Object> lists(ListVector vector) {
    CellWriter elements = of(vector.getDataVector());
    return (row, value) -> {
      List<?> list = list(value);
      int place = vector.startNewValue(row);
      for (Object each : list) {
        elements.write(place++, each);
      }
      vector.endValue(row, list.size());
    };
  }

  private static ValueWriter<Object> fields(StructVector vector) {
    List<CellWriter> fields = vector.getChildrenFromFields().stream().map(CellWriter::of).toList();
    return (row, value) -> {
      List<?> list = list(value);
      vector.setIndexDefined(row);
      for (int i = 0; i < fields.size(); i++) {
        fields.get(i).write(row, list.get(i));
      }
    };
  }

  private static ValueWriter<Object> maps(MapVector vector) {
    var entries = (StructVector) vector.getDataVector();
    CellWriter keys = of(entries.getChildrenFromFields().getFirst());
    CellWriter values = of(entries.getChildrenFromFields().getLast());
    return (row, value) -> {
      Map<?, ?> map = (Map<?, ?>) value;
      int place = vector.startNewValue(row);
      for (Map.Entry<?, ?> each : map.entrySet()) {
        if (each.getKey() == null) {
          throw new CalciteException("a key of a MAP is NULL", null);
        }
        entries.setIndexDefined(place);
        keys.write(place, each.getKey());
        values.write(place++, each.getValue());
      }
      vector.endValue(row, map.size());
    };
  }

  /// An ARRAY or ROW in one of the forms that Calcite has them in.
  private static List<?> list(Object value) {
    return value instanceof Object[] values ? Arrays.asList(values) : (List<?>) value;
  }

  private static CellWriter decimals(BigIntVector vector, SqlType.Decimal type) {
    return of(
        vector,
        BigDecimal.class,
        (row, value) -> vector.setSafe(row, Decimal64.unscaled(value, type)));
  }

  private static <T> CellWriter of(FieldVector vector, Class<T> form, ValueWriter<T> values) {
    return (row, value) -> {
      if (value == null) {
        vector.setNull(row);
      } else {
        values.write(row, form.cast(value));
      }
    };
  }

  /// Writes values that are not NULL.
  @FunctionalInterface
  interface ValueWriter<T> {
    /// Writes one.
    void write(int row, T value);
  }
}
