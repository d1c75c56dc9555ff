package org.wasmudf.sql;

import java.sql.Array;
import java.sql.SQLException;
import java.sql.Struct;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.NestedType;
import org.wasmudf.arrow.NestedType.Part;

/// The value of a `?` that is an ARRAY, a ROW or a MAP, not NULL.
///
/// @param index which parameter, from 1
/// @param value a [java.sql.Array], a [Struct], a collection, an array of Java's, or a [Map]
record NestedValue(int index, Object value) {
  /// The value as [org.wasmudf.sql.exec.CellWriter] writes it to a column: parts have the forms
  /// that they would have as parameters of their own.
  Object cell(NestedType type) throws SQLException {
    return switch (type) {
      case NestedType.Array(Part element) -> {
        List<@Nullable Object> cells = new ArrayList<>();
        for (Object each : values(type)) {
          cells.add(cell(each, element));
        }
        yield cells;
      }
      case NestedType.Row row -> {
        List<? extends @Nullable Object> values = values(type);
        if (values.size() != row.parts().size()) {
          throw mismatch(type);
        }
        @Nullable Object[] cells = new @Nullable Object[values.size()];
        for (int i = 0; i < cells.length; i++) {
          cells[i] = cell(values.get(i), row.parts().get(i));
        }
        yield cells;
      }
      case NestedType.Map(NestedType.Row entries) -> {
        Map<@Nullable Object, @Nullable Object> cells = new LinkedHashMap<>();
        if (!(value instanceof Map<?, ?> map)) {
          throw mismatch(type);
        }
        for (Map.Entry<?, ?> each : map.entrySet()) {
          cells.put(
              cell(each.getKey(), entries.parts().getFirst()),
              cell(each.getValue(), entries.parts().getLast()));
        }
        yield cells;
      }
    };
  }

  private @Nullable Object cell(@Nullable Object each, Part part) throws SQLException {
    return each == null ? null : ParameterValue.of(index, each).cell(part.type());
  }

  private List<? extends @Nullable Object> values(NestedType type) throws SQLException {
    return switch (value) {
      case Array array -> new NestedValue(index, array.getArray()).values(type);
      case Struct struct -> new NestedValue(index, struct.getAttributes()).values(type);
      case Collection<?> collection -> new ArrayList<>(collection);
      case Object array when array.getClass().isArray() && !(array instanceof byte[]) -> {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < java.lang.reflect.Array.getLength(array); i++) {
          values.add(java.lang.reflect.Array.get(array, i));
        }
        yield values;
      }
      default -> throw mismatch(type);
    };
  }

  private SQLException mismatch(NestedType type) {
    return ParameterValue.of(index, value).mismatch("a " + type);
  }
}
