package org.wasmudf.sql.tpch;

import static org.assertj.core.api.Assertions.assertThat;

import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Columns against the text that the generator itself makes of each row, generated in one go.
class GeneratedValuesTest {
  private static final double SCALE = 0.01;

  @TempDir static Path cache;

  private final BufferAllocator allocator = new RootAllocator();

  @ParameterizedTest
  @CsvSource({
    "region, 5",
    "nation, 25",
    "supplier, 100",
    "customer, 1500",
    "part, 2000",
    "partsupp, 8000",
    "orders, 15000",
    "lineitem, 60175"
  })
  void everyValueIsTheGenerators(String name, int rows) {
    TableColumns columns =
        GeneratedTables.open(name, SCALE, cache, allocator, ProgressListener.QUIET);
    assertThat(columns.rows()).isEqualTo(rows);
    assertThat(columns.batches()).isEqualTo((rows + 8191) / 8192);

    int row = 0;
    for (TpchEntity entity : TpchTable.getTable(name).createGenerator(SCALE, 1, 1)) {
      String[] line = entity.toLine().split("\\|");
      assertThat(line).hasSameSizeAs(columns.table().table().columns());
      for (int i = 0; i < line.length; i++) {
        FieldVector vector = columns.column(row / 8192, i);
        Object value = GeneratedTables.value(vector, row % 8192);
        if (!value.equals(parsed(line[i], value))) {
          assertThat(value).as("%s of row %d", vector.getName(), row).isEqualTo(line[i]);
        }
      }
      row++;
    }
    assertThat(row).isEqualTo(rows);
  }

  private static Object parsed(String text, Object like) {
    return switch (like) {
      case Long _ -> Long.valueOf(text);
      case Integer _ -> Integer.valueOf(text);
      case BigDecimal _ -> new BigDecimal(text).setScale(2);
      case LocalDate _ -> LocalDate.parse(text);
      default -> text;
    };
  }

  @ParameterizedTest
  @CsvSource({"lineitem", "customer"})
  void batchesAreFullButForTheLastAndTheirMemoryIsWhatTheyNeed(String name) {
    TableColumns columns =
        GeneratedTables.open(name, SCALE, cache, allocator, ProgressListener.QUIET);
    for (int batch = 0; batch < columns.batches(); batch++) {
      int rows = columns.rows(batch);
      assertThat(rows)
          .isEqualTo(batch < columns.batches() - 1 ? 8192 : (int) (columns.rows() - batch * 8192L));
      assertThat(columns.column(batch, 0).getValueCount()).isEqualTo(rows);
      assertThat(columns.column(batch, 0)).isSameAs(columns.column(batch, 0));
    }
    long perValue = 8;
    assertThat(columns.column(0, 0).getDataBuffer().capacity())
        .isEqualTo(columns.rows(0) * perValue);
  }
}
