package org.wasmudf.sql.tpch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trino.tpch.PartSupplier;
import io.trino.tpch.TpchTable;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.schema.lookup.LikePattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.arrow.LinearMemory;
import org.wasmudf.sql.plan.WasmUdfTypeSystem;

class TpchSchemaTest {
  private static final RelDataTypeFactory TYPES =
      new JavaTypeFactoryImpl(WasmUdfTypeSystem.INSTANCE);

  @TempDir static Path cache;

  private final BufferAllocator allocator = new RootAllocator();

  private TpchSchema schema(double scale, Casing casing) {
    return TpchSchema.of(scale, casing, cache, allocator, ProgressListener.QUIET);
  }

  @Test
  void namesAreSpelledAsTheDatabaseBehindFoldsThem() {
    TpchSchema lower = schema(0.01, Casing.TO_LOWER);
    assertThat(names(lower))
        .containsExactlyInAnyOrder(
            "region", "nation", "supplier", "customer", "part", "partsupp", "orders", "lineitem");
    assertThat(names(schema(0.01, Casing.UNCHANGED))).isEqualTo(names(lower));
    TpchSchema upper = schema(0.01, Casing.TO_UPPER);
    assertThat(rowType(upper, "LINEITEM").getFieldNames())
        .startsWith("L_ORDERKEY")
        .endsWith("L_COMMENT");
    assertThat(upper.tables().get("lineitem")).isNull();
  }

  @Test
  void columnsHaveTheSpecificationsTypesAndAreNeverNull() {
    TpchSchema schema = schema(0.01, Casing.TO_LOWER);
    assertThat(types(schema, "lineitem"))
        .containsExactly(
            "l_orderkey BIGINT",
            "l_partkey BIGINT",
            "l_suppkey BIGINT",
            "l_linenumber INTEGER",
            "l_quantity DECIMAL(15, 2)",
            "l_extendedprice DECIMAL(15, 2)",
            "l_discount DECIMAL(15, 2)",
            "l_tax DECIMAL(15, 2)",
            "l_returnflag CHAR(1)",
            "l_linestatus CHAR(1)",
            "l_shipdate DATE",
            "l_commitdate DATE",
            "l_receiptdate DATE",
            "l_shipinstruct VARCHAR(25)",
            "l_shipmode VARCHAR(10)",
            "l_comment VARCHAR(44)");
    assertThat(types(schema, "customer"))
        .containsExactly(
            "c_custkey BIGINT",
            "c_name VARCHAR(25)",
            "c_address VARCHAR(40)",
            "c_nationkey BIGINT",
            "c_phone CHAR(15)",
            "c_acctbal DECIMAL(15, 2)",
            "c_mktsegment VARCHAR(10)",
            "c_comment VARCHAR(117)");
    for (String table : names(schema)) {
      assertThat(rowType(schema, table).getFieldList())
          .noneMatch(field -> field.getType().isNullable());
    }
  }

  private static Set<String> names(TpchSchema schema) {
    return schema.tables().getNames(LikePattern.any());
  }

  private static RelDataType rowType(TpchSchema schema, String table) {
    return requireNonNull(schema.tables().get(table)).getRowType(TYPES);
  }

  private static List<String> types(TpchSchema schema, String table) {
    return rowType(schema, table).getFieldList().stream().map(TpchSchemaTest::text).toList();
  }

  private static String text(RelDataTypeField field) {
    return field.getName() + " " + field.getType();
  }

  @Test
  void textFitsItsTypeAndFillsItWhereThatIsChar() {
    for (GeneratedTable<?> table : GeneratedTable.ALL) {
      TableColumns columns =
          GeneratedTables.open(table.name(), 0.01, cache, allocator, ProgressListener.QUIET);
      for (int i = 0; i < table.columns().size(); i++) {
        RelDataType type = table.columns().get(i).sqlType(TYPES);
        int least =
            switch (type.getSqlTypeName()) {
              case CHAR -> type.getPrecision();
              case VARCHAR -> 0;
              default -> -1;
            };
        if (least >= 0) {
          assertThat(GeneratedTables.values(columns, i))
              .as(table.columns().get(i).name())
              .allMatch(value -> value.toString().length() >= least)
              .allMatch(value -> value.toString().length() <= type.getPrecision())
              .noneMatch(value -> least == 0 && value.toString().endsWith("  "));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0001, 0.0004, 0.001, 0.0023, 0.005, 0.01, 0.0123, 0.05})
  void partAndSupplierAreAKeyOnlyWhereNoneIsRepeated(double scale) {
    Set<List<Long>> pairs = new HashSet<>();
    int rows = 0;
    for (PartSupplier row : TpchTable.PART_SUPPLIER.createGenerator(scale, 1, 1)) {
      pairs.add(List.of(row.partKey(), row.supplierKey()));
      rows++;
    }
    assertThat(GeneratedTables.named("partsupp").keys(new ScaleFactor(scale)))
        .hasSize(pairs.size() == rows ? 1 : 0);
  }

  @Test
  void keysTellRowsApart() {
    ScaleFactor scale = new ScaleFactor(0.01);
    for (GeneratedTable<?> table : GeneratedTable.ALL) {
      TableColumns columns =
          GeneratedTables.open(table.name(), 0.01, cache, allocator, ProgressListener.QUIET);
      List<List<Object>> values =
          table.keys(scale).getFirst().asList().stream()
              .map(column -> GeneratedTables.values(columns, column))
              .toList();
      Set<List<Object>> keys = new HashSet<>();
      for (int row = 0; row < columns.rows(); row++) {
        int index = row;
        keys.add(values.stream().map(column -> column.get(index)).toList());
      }
      assertThat(keys).as(table.name()).hasSize((int) columns.rows());
    }
  }

  @Test
  void schemasOfOneScaleShareWhatIsLoaded() {
    TpchData data = TpchData.shared(new ScaleFactor(0.01), cache, allocator);
    assertThat(TpchData.shared(new ScaleFactor(0.010), cache.resolve("x/.."), allocator))
        .isSameAs(data);
    assertThat(TpchData.shared(new ScaleFactor(0.02), cache, allocator)).isNotSameAs(data);
    assertThat(TpchData.shared(new ScaleFactor(0.01), cache, new RootAllocator()))
        .isNotSameAs(data);
  }

  @Test
  void columnsAreLoadedIntoTheAllocatorsMemory() {
    LinearMemory memory = LinearMemory.shared();
    TableColumns columns =
        GeneratedTables.open("lineitem", 0.01, cache, memory.allocator(), ProgressListener.QUIET);
    for (int column : List.of(0, 5, 10, 15)) {
      assertThat(columns.column(1, column).getFieldBuffers())
          .hasSizeGreaterThan(1)
          .allMatch(memory::contains);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 0.00009, 100_001, Double.NaN, Double.POSITIVE_INFINITY})
  void scaleFactorsThatCannotBeAreRefused(double scale) {
    assertThatThrownBy(() -> schema(scale, Casing.TO_UPPER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a TPC-H scale factor is a number from 0.0001 to 100000, such as 0.01 or 1, and not "
                + scale);
  }

  @Test
  void foldersAreNamedByTheScaleFactor() {
    Map.of(0.0001, "0.0001", 0.01, "0.01", 1.0, "1", 10.0, "10", 1000.0, "1000", 2.50, "2.5")
        .forEach((value, text) -> assertThat(new ScaleFactor(value)).hasToString(text));
  }

  @Test
  void theUsersCacheIsWhereTheEnvironmentSays() {
    Path home = Path.of(System.getProperty("user.home"), ".cache", "wasm-udf", "tpch");
    assertThat(TpchSchema.userCache("/var/caches")).isEqualTo(Path.of("/var/caches/wasm-udf/tpch"));
    assertThat(TpchSchema.userCache(null)).isEqualTo(home);
    assertThat(TpchSchema.userCache("")).isEqualTo(home);
    assertThat(TpchSchema.userCache("relative/folder")).isEqualTo(home);
  }
}
