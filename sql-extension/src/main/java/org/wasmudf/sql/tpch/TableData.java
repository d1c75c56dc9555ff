package org.wasmudf.sql.tpch;

import io.trino.tpch.TpchEntity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/// A table at one scale, generated when it is first asked for. Thread-safe.
final class TableData<E extends TpchEntity> {
  private final GeneratedTable<E> table;
  private final ScaleFactor scale;
  private final TableFolder folder;
  private final BufferAllocator allocator;
  private volatile @Nullable Columns columns;

  /// A table's columns.
  ///
  /// @param rows how many rows the table has
  record Columns(long rows, List<LoadedColumn> list) {}

  /// @param folder where the table is kept
  /// @param allocator where columns are loaded to
  TableData(
      GeneratedTable<E> table, ScaleFactor scale, TableFolder folder, BufferAllocator allocator) {
    this.table = table;
    this.scale = scale;
    this.folder = folder;
    this.allocator = allocator;
  }

  GeneratedTable<E> table() {
    return table;
  }

  ScaleFactor scale() {
    return scale;
  }

  TableFolder folder() {
    return folder;
  }

  BufferAllocator allocator() {
    return allocator;
  }

  /// The table's columns, not loaded yet.
  ///
  /// @throws UncheckedIOException when the table can't be generated
  Columns columns(ProgressListener progress) {
    Columns existing = columns;
    return existing != null ? existing : newColumns(progress);
  }

  private synchronized Columns newColumns(ProgressListener progress) {
    Columns result = columns;
    if (result == null) {
      long rows = manifest(progress).rows();
      List<LoadedColumn> list =
          table.columns().stream().map(column -> new LoadedColumn(this, column, rows)).toList();
      result = new Columns(rows, list);
      columns = result;
    }
    return result;
  }

  /// What the folder holds, which is whole when this returns.
  ///
  /// @throws UncheckedIOException when the table can't be generated
  synchronized Manifest manifest(ProgressListener progress) {
    try {
      Manifest manifest = folder.manifest().orElse(null);
      return manifest != null ? manifest : generate(progress);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot keep the TPC-H table %s in %s: %s".formatted(table.name(), folder.path(), e), e);
    }
  }

  private Manifest generate(ProgressListener progress) throws IOException {
    return new TableGeneration<>(table, scale, folder, allocator, progress).run();
  }
}
