package org.wasmudf.sql.tpch;

import io.trino.tpch.TpchEntity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;

/// Writes a column to a file of its own, in Arrow's IPC file format. Confined to one thread.
final class ColumnWriter<E extends TpchEntity> implements AutoCloseable {
  private final GeneratedColumn<E> column;
  private final FieldVector values;
  private final GeneratedColumn.Setter<E> setter;
  private final VectorSchemaRoot batch;
  private final FileChannel file;
  private final ArrowFileWriter writer;

  ColumnWriter(GeneratedColumn<E> column, Path path, BufferAllocator allocator) throws IOException {
    this.column = column;
    this.values = column.field().createVector(allocator);
    this.setter = column.setter(values);
    this.batch = new VectorSchemaRoot(List.of(values));
    this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.writer = new ArrowFileWriter(batch, new DictionaryProvider.MapDictionaryProvider(), file);
  }

  /// Makes room for a new batch.
  void beginBatch(int capacity) {
    column.allocate(values, capacity);
  }

  /// Adds rows to the batch.
  ///
  /// @param index where the first of them goes
  void append(List<E> rows, int index) {
    for (E row : rows) {
      setter.set(index++, row);
    }
  }

  void writeBatch(int rows) throws IOException {
    batch.setRowCount(rows);
    writer.writeBatch();
  }

  /// Ends the file.
  ///
  /// @return its size in bytes
  long finish() throws IOException {
    writer.end();
    file.close();
    return writer.bytesWritten();
  }

  @Override
  public void close() {
    batch.close();
    try {
      // Not the writer, which would end the file as if it were whole.
      file.close();
    } catch (IOException _) {
      // A file that matters was closed by finish().
    }
  }
}
