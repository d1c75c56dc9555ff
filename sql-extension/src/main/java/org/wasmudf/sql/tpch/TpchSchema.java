package org.wasmudf.sql.tpch;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.plan.ArrowTable;

/// The eight tables of the TPC-H benchmark at one scale factor. Immutable; thread-safe.
///
/// A table is generated when it is first used, kept in Arrow files below a cache folder, one for
/// each column (`1/lineitem/l_orderkey.arrow`), and found there by the next process. A column's
/// values are loaded when a scan asks for them, and stay for all schemas of the process with the
/// same scale, folder and allocator.
public final class TpchSchema extends AbstractSchema {
  private final Map<String, Table> tables;

  private TpchSchema(TpchData data, Casing casing, ProgressListener progress) {
    UnaryOperator<String> names = folding(casing);
    this.tables =
        data.tables().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    table -> names.apply(table.table().name()),
                    table -> arrowTable(table, names, progress)));
  }

  /// A schema.
  ///
  /// @param scale the scale factor, from 0.0001 to 100,000; 1 is a gigabyte of text
  /// @param casing how names are spelled; unchanged is as in the specification, which is lower case
  /// @param cache the folder below which tables are kept, such as [#userCache]
  /// @param allocator where columns are loaded to; a data memory's, for kernels to read them there
  /// @param progress told of generations that this schema's statements start
  /// @throws IllegalArgumentException when there is no such scale factor
  public static TpchSchema of(
      double scale,
      Casing casing,
      Path cache,
      BufferAllocator allocator,
      ProgressListener progress) {
    TpchData data = TpchData.shared(new ScaleFactor(scale), cache, allocator);
    return new TpchSchema(data, casing, progress);
  }

  /// The names of the tables, each with those of its columns, as the specification spells them.
  public static Map<String, List<String>> names() {
    return GeneratedTable.ALL.stream()
        .collect(
            Collectors.toUnmodifiableMap(
                GeneratedTable::name,
                table -> table.columns().stream().map(GeneratedColumn::name).toList()));
  }

  /// The folder for these tables among the user's caches: below `$XDG_CACHE_HOME`, else below
  /// `.cache` in the user's home.
  public static Path userCache() {
    return userCache(System.getenv("XDG_CACHE_HOME"));
  }

  static Path userCache(@Nullable String xdgCacheHome) {
    // The XDG specification has relative paths ignored.
    boolean isSet = xdgCacheHome != null && Path.of(xdgCacheHome).isAbsolute();
    Path caches =
        isSet ? Path.of(xdgCacheHome) : Path.of(System.getProperty("user.home"), ".cache");
    return caches.resolve("wasm-udf").resolve("tpch");
  }

  private static Table arrowTable(
      TableData<?> table, UnaryOperator<String> names, ProgressListener progress) {
    List<String> columnNames =
        table.table().columns().stream().map(column -> names.apply(column.name())).toList();
    return new ArrowTable(
        types -> table.table().rowType(types, columnNames),
        new TableColumns(table, progress),
        table.table().keys(table.scale()));
  }

  private static UnaryOperator<String> folding(Casing casing) {
    return switch (casing) {
      case TO_UPPER -> name -> name.toUpperCase(Locale.ROOT);
      case TO_LOWER, UNCHANGED -> name -> name;
    };
  }

  @Override
  protected Map<String, Table> getTableMap() {
    return tables;
  }
}
