package org.wasmudf.sql.tpch;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.sql.exec.ColumnStore;

/// What tests ask of tables in a cache folder.
final class GeneratedTables {
  private GeneratedTables() {}

  static GeneratedTable<?> named(String name) {
    return GeneratedTable.ALL.stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// A table as a process sees it that has loaded nothing yet.
  static TableColumns open(
      String name, double scale, Path cache, BufferAllocator allocator, ProgressListener progress) {
    TableData<?> data = named(name).at(new ScaleFactor(scale), cache, allocator);
    return new TableColumns(data, progress);
  }

  static int column(String table, String column) {
    return named(table).columns().stream().map(GeneratedColumn::name).toList().indexOf(column);
  }

  /// The values of a column.
  static List<Object> values(ColumnStore columns, int column) {
    return IntStream.range(0, columns.batches())
        .mapToObj(batch -> columns.column(batch, column))
        .flatMap(
            vector ->
                IntStream.range(0, vector.getValueCount()).mapToObj(row -> value(vector, row)))
        .toList();
  }

  /// All values, column by column.
  static List<List<Object>> values(TableColumns columns) {
    return IntStream.range(0, columns.table().table().columns().size())
        .mapToObj(column -> values(columns, column))
        .toList();
  }

  static Object value(FieldVector vector, int row) {
    return switch (vector) {
      case BigIntVector longs ->
          SqlType.of(vector.getField()) instanceof SqlType.Decimal decimal
              ? BigDecimal.valueOf(longs.get(row), decimal.scale())
              : (Object) longs.get(row);
      case IntVector ints -> ints.get(row);
      case DateDayVector days -> LocalDate.ofEpochDay(days.get(row));
      case VarCharVector texts -> new String(texts.get(row), StandardCharsets.UTF_8);
      default -> throw new AssertionError(vector.getField());
    };
  }

  /// The names of everything right below a folder.
  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }
}
