package org.wasmudf.sql.tpch;

import io.trino.tpch.TpchEntity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;

/// Generates a table into its folder: parts of it on all processors, written in their order by the
/// calling thread.
///
/// @param table the table
/// @param scale its scale
/// @param folder where it goes
/// @param allocator lends the memory of one batch
/// @param progress told how far it is
record TableGeneration<E extends TpchEntity>(
    GeneratedTable<E> table,
    ScaleFactor scale,
    TableFolder folder,
    BufferAllocator allocator,
    ProgressListener progress) {
  /// The generator keeps 300 MB of text, from which it cuts comments.
  private static final long HEAP_BYTES = 400L << 20;

  /// Leaves a whole folder, or nothing.
  ///
  /// @return what is in it
  /// @throws IOException when files can't be written
  Manifest run() throws IOException {
    long heapBytes = Runtime.getRuntime().maxMemory();
    if (heapBytes < HEAP_BYTES) {
      throw new IllegalStateException(
          "generating TPC-H data takes %d MB of heap, and there are %d MB: start Java with -Xmx%dm"
              .formatted(HEAP_BYTES >> 20, heapBytes >> 20, HEAP_BYTES >> 20));
    }
    Path temporary = folder.newTemporary();
    try {
      Manifest manifest = write(temporary);
      folder.install(temporary);
      return manifest;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      TableFolder.delete(temporary);
    }
  }

  private Manifest write(Path temporary) throws IOException {
    long expected = table.expectedRows(scale);
    progress.progress(table.name(), 0, expected);
    try (TableWriter<E> writer = new TableWriter<>(table, temporary, allocator)) {
      IntStream.rangeClosed(1, table.parts(scale))
          .boxed()
          .gather(
              Gatherers.mapConcurrent(
                  Runtime.getRuntime().availableProcessors(), part -> table.part(scale, part)))
          .forEach(
              rows -> {
                try {
                  writer.append(rows);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
                progress.progress(table.name(), writer.rows(), Math.max(expected, writer.rows()));
              });
      Manifest manifest = writer.finish();
      progress.progress(table.name(), manifest.rows(), manifest.rows());
      return manifest;
    }
  }
}
