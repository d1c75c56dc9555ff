package org.wasmudf.sql.tpch;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.arrow.memory.BufferAllocator;

/// All tables at one scale. Immutable; thread-safe.
///
/// @param tables the eight
record TpchData(List<TableData<?>> tables) {
  private record Key(ScaleFactor scale, Path cache, BufferAllocator allocator) {}

  private static final ConcurrentMap<Key, TpchData> SHARED = new ConcurrentHashMap<>();

  TpchData {
    tables = List.copyOf(tables);
  }

  /// Tables of which nothing is loaded.
  ///
  /// @param cache the folder below which tables are kept
  static TpchData create(ScaleFactor scale, Path cache, BufferAllocator allocator) {
    return new TpchData(
        GeneratedTable.ALL.stream()
            .<TableData<?>>map(table -> table.at(scale, cache, allocator))
            .toList());
  }

  /// The tables that everybody in this process shares. What is loaded of them stays.
  static TpchData shared(ScaleFactor scale, Path cache, BufferAllocator allocator) {
    Path folder = cache.toAbsolutePath().normalize();
    return SHARED.computeIfAbsent(
        new Key(scale, folder, allocator), _ -> create(scale, folder, allocator));
  }
}
