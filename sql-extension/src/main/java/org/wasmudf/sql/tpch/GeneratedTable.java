package org.wasmudf.sql.tpch;

import io.trino.tpch.CustomerGenerator;
import io.trino.tpch.OrderGenerator;
import io.trino.tpch.PartGenerator;
import io.trino.tpch.SupplierGenerator;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.util.ImmutableBitSet;

/// A table as the generator makes it. It can be made in parts, each by itself and in any order.
final class GeneratedTable<E extends TpchEntity> {
  /// All eight.
  static final List<GeneratedTable<?>> ALL =
      List.of(
          new GeneratedTable<>(TpchTable.REGION, _ -> 5, 1, ImmutableBitSet.of(0)),
          new GeneratedTable<>(TpchTable.NATION, _ -> 25, 1, ImmutableBitSet.of(0)),
          new GeneratedTable<>(
              TpchTable.SUPPLIER,
              scale -> scale.rows(SupplierGenerator.SCALE_BASE),
              1,
              ImmutableBitSet.of(0)),
          new GeneratedTable<>(
              TpchTable.CUSTOMER,
              scale -> scale.rows(CustomerGenerator.SCALE_BASE),
              1,
              ImmutableBitSet.of(0)),
          new GeneratedTable<>(
              TpchTable.PART,
              scale -> scale.rows(PartGenerator.SCALE_BASE),
              1,
              ImmutableBitSet.of(0)),
          new GeneratedTable<>(
              TpchTable.PART_SUPPLIER,
              scale -> scale.rows(PartGenerator.SCALE_BASE),
              4,
              ImmutableBitSet.of(0, 1)),
          new GeneratedTable<>(
              TpchTable.ORDERS,
              scale -> scale.rows(OrderGenerator.SCALE_BASE),
              1,
              ImmutableBitSet.of(0)),
          new GeneratedTable<>(
              TpchTable.LINE_ITEM,
              scale -> scale.rows(OrderGenerator.SCALE_BASE),
              4,
              ImmutableBitSet.of(0, 3)));

  private static final int ROWS_PER_PART = 8192;

  private final TpchTable<E> source;
  private final ToLongFunction<ScaleFactor> groups;
  private final int rowsPerGroup;
  private final ImmutableBitSet key;
  private final List<GeneratedColumn<E>> columns;

  /// @param groups into how many groups of rows the table can be cut (the lines of an order)
  /// @param rowsPerGroup how many rows a group has, on average
  /// @param key the primary key's columns
  private GeneratedTable(
      TpchTable<E> source,
      ToLongFunction<ScaleFactor> groups,
      int rowsPerGroup,
      ImmutableBitSet key) {
    this.source = source;
    this.groups = groups;
    this.rowsPerGroup = rowsPerGroup;
    this.key = key;
    this.columns = source.getColumns().stream().map(GeneratedColumn::new).toList();
  }

  /// The name, in lower case.
  String name() {
    return source.getTableName();
  }

  List<GeneratedColumn<E>> columns() {
    return columns;
  }

  /// The table at a scale, kept below a cache folder.
  ///
  /// @param allocator where columns are loaded to
  TableData<E> at(ScaleFactor scale, Path cache, BufferAllocator allocator) {
    TableFolder folder =
        new TableFolder(
            cache.resolve(scale.toString()).resolve(name()),
            columns.stream().map(GeneratedColumn::fileName).collect(Collectors.toSet()));
    return new TableData<>(this, scale, folder, allocator);
  }

  RelDataType rowType(RelDataTypeFactory types, List<String> columnNames) {
    List<RelDataType> columnTypes = columns.stream().map(column -> column.sqlType(types)).toList();
    return types.createStructType(columnTypes, columnNames);
  }

  /// The sets of columns that tell rows apart.
  List<ImmutableBitSet> keys(ScaleFactor scale) {
    return source.equals(TpchTable.PART_SUPPLIER) && !everyPartHasFourSuppliers(scale)
        ? List.of()
        : List.of(key);
  }

  /// The specification gives part `p` the suppliers `p + i * step`, modulo their number, with a
  /// step that depends on `p`: where there are few suppliers, some steps come back to the same one.
  private static boolean everyPartHasFourSuppliers(ScaleFactor scale) {
    long suppliers = scale.rows(SupplierGenerator.SCALE_BASE);
    long steps = scale.rows(PartGenerator.SCALE_BASE) / suppliers;
    for (long step = suppliers / 4; step <= suppliers / 4 + steps; step++) {
      for (int i = 1; i < 4; i++) {
        if (i * step % suppliers == 0) {
          return false;
        }
      }
    }
    return true;
  }

  /// How many rows there will be; an estimate where groups differ.
  long expectedRows(ScaleFactor scale) {
    return groups.applyAsLong(scale) * rowsPerGroup;
  }

  /// Into how many parts to cut the table, for parts of some thousand rows.
  int parts(ScaleFactor scale) {
    return Math.toIntExact(Math.max(1, expectedRows(scale) / ROWS_PER_PART));
  }

  /// The rows of a part.
  ///
  /// @param part counted from 1
  List<E> part(ScaleFactor scale, int part) {
    List<E> rows = new ArrayList<>(2 * ROWS_PER_PART);
    source.createGenerator(scale.value(), part, parts(scale)).forEach(rows::add);
    return rows;
  }
}
