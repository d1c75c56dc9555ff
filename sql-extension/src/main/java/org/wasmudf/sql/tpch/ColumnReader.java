package org.wasmudf.sql.tpch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.InvalidArrowFileException;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;

/// Reads batches of a column from its file. Trusts neither the file's structure nor the offsets of
/// its strings. Confined to one thread at a time.
final class ColumnReader implements AutoCloseable {
  private static final int ALIGNMENT = 64;

  private final BufferAllocator allocator;
  private final ArrowFileReader reader;

  /// @param path the file
  /// @param field the column that should be in it
  /// @param batches how many batches should be in it
  /// @param allocator where values are read to
  /// @throws IOException when it's another file
  ColumnReader(Path path, Field field, int batches, BufferAllocator allocator) throws IOException {
    this.allocator = allocator;
    FileChannel channel = FileChannel.open(path);
    this.reader = new ArrowFileReader(channel, allocator);
    try {
      Field found = reader.getVectorSchemaRoot().getSchema().getFields().getFirst();
      if (!found.equals(field)) {
        throw new InvalidArrowFileException("the column is " + found);
      }
      List<ArrowBlock> blocks = reader.getRecordBlocks();
      if (blocks.size() != batches) {
        throw new InvalidArrowFileException(blocks.size() + " batches, not " + batches);
      }
      for (ArrowBlock block : blocks) {
        // Arrow would make room for it before it finds the file too short.
        if (end(block) > channel.size()) {
          throw new InvalidArrowFileException("a batch ends after the file");
        }
      }
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static long end(ArrowBlock block) {
    return Math.addExact(block.getOffset(), block.getMetadataLength() + block.getBodyLength());
  }

  /// Reads a batch.
  ///
  /// @return its values, in memory that has no more than they need; the caller's to close
  FieldVector read(int batch, int rows) throws IOException {
    reader.loadRecordBatch(reader.getRecordBlocks().get(batch));
    VectorSchemaRoot root = reader.getVectorSchemaRoot();
    try {
      FieldVector values = root.getVector(0);
      if (values.getValueCount() != rows || values.getNullCount() > 0) {
        throw damaged(batch);
      }
      if (values instanceof VarCharVector texts && !areOffsetsValid(texts)) {
        throw damaged(batch);
      }
      return copy(values);
    } finally {
      root.clear();
    }
  }

  private static boolean areOffsetsValid(VarCharVector texts) {
    int end = 0;
    for (int row = 0; row < texts.getValueCount(); row++) {
      if (texts.getStartOffset(row) != end || texts.getEndOffset(row) < end) {
        return false;
      }
      end = texts.getEndOffset(row);
    }
    return end <= texts.getDataBuffer().capacity();
  }

  private static InvalidArrowFileException damaged(int batch) {
    return new InvalidArrowFileException("batch " + batch + " is damaged");
  }

  /// A batch is read as one block, whose first bytes describe the others: for 64 KiB of values that
  /// takes a block of the next larger size.
  private FieldVector copy(FieldVector values) {
    List<ArrowBuf> buffers = values.getFieldBuffers();
    List<ArrowBuf> filled = buffers.subList(1, buffers.size());
    long bytes = filled.stream().mapToLong(each -> aligned(each.readableBytes())).sum();
    try (ArrowBuf block = allocator.buffer(bytes)) {
      List<ArrowBuf> parts = new ArrayList<>(List.of(allocator.getEmpty()));
      long position = 0;
      for (ArrowBuf each : filled) {
        ArrowBuf part = block.slice(position, each.readableBytes());
        part.setBytes(0, each, 0, each.readableBytes());
        parts.add(part);
        position += aligned(each.readableBytes());
      }
      FieldVector copy = values.getField().createVector(allocator);
      copy.loadFieldBuffers(new ArrowFieldNode(values.getValueCount(), 0), parts);
      return copy;
    }
  }

  private static long aligned(long bytes) {
    return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException _) {
      // It was only read.
    }
  }
}
