package org.wasmudf.sql.tpch;

import io.trino.tpch.TpchEntity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.wasmudf.sql.exec.Batch;

/// Writes a table's rows into a folder, a file for each column, in batches that are full but for
/// the last. Keeps no more than a batch in memory. Confined to one thread.
final class TableWriter<E extends TpchEntity> implements AutoCloseable {
  private final GeneratedTable<E> table;
  private final Path folder;
  private final List<ColumnWriter<E>> columns = new ArrayList<>();
  private int rowsInBatch;
  private long rowsInBatches;

  TableWriter(GeneratedTable<E> table, Path folder, BufferAllocator allocator) throws IOException {
    this.table = table;
    this.folder = folder;
    try {
      for (GeneratedColumn<E> column : table.columns()) {
        columns.add(new ColumnWriter<>(column, folder.resolve(column.fileName()), allocator));
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /// How many rows were added.
  long rows() {
    return rowsInBatches + rowsInBatch;
  }

  void append(List<E> rows) throws IOException {
    int from = 0;
    while (from < rows.size()) {
      int to = Math.min(rows.size(), from + Batch.MAX_ROWS - rowsInBatch);
      for (ColumnWriter<E> column : columns) {
        if (rowsInBatch == 0) {
          column.beginBatch(Batch.MAX_ROWS);
        }
        column.append(rows.subList(from, to), rowsInBatch);
      }
      rowsInBatch += to - from;
      from = to;
      if (rowsInBatch == Batch.MAX_ROWS) {
        writeBatch();
      }
    }
  }

  /// Completes the folder.
  Manifest finish() throws IOException {
    if (rowsInBatch > 0) {
      writeBatch();
    }
    Map<String, Long> bytes = new TreeMap<>();
    for (int i = 0; i < columns.size(); i++) {
      bytes.put(table.columns().get(i).fileName(), columns.get(i).finish());
    }
    Manifest manifest = new Manifest(rows(), bytes);
    manifest.write(folder);
    return manifest;
  }

  private void writeBatch() throws IOException {
    for (ColumnWriter<E> column : columns) {
      column.writeBatch(rowsInBatch);
    }
    rowsInBatches += rowsInBatch;
    rowsInBatch = 0;
  }

  @Override
  public void close() {
    columns.forEach(ColumnWriter::close);
  }
}
