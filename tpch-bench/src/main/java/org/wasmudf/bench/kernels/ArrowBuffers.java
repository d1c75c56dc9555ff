package org.wasmudf.bench.kernels;

import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;

/// The buffers of vectors as the loops in `loops.c` take them: values, or offsets and bytes, of
/// columns without NULLs.
final class ArrowBuffers {
  /// More than any sample makes of a row.
  private static final int RESULT_BYTES_PER_ROW = 128;

  private ArrowBuffers() {}

  static List<ArrowBuf> of(FieldVector vector) {
    return vector instanceof BaseVariableWidthVector
        ? List.of(vector.getOffsetBuffer(), vector.getDataBuffer())
        : List.of(vector.getDataBuffer());
  }

  /// A vector without NULLs whose buffers a loop may write; it belongs to the caller.
  static FieldVector newResult(SampleFunction function, BufferAllocator allocator) {
    FieldVector result = function.result().field("result").createVector(allocator);
    if (result instanceof BaseVariableWidthVector texts) {
      texts.allocateNew((long) RESULT_BYTES_PER_ROW * Batch.ROWS, Batch.ROWS);
      // Without this, setting the count would clear the offsets.
      texts.setLastSet(Batch.ROWS - 1);
    } else {
      result.setInitialCapacity(Batch.ROWS);
      result.allocateNew();
    }
    result.getValidityBuffer().setOne(0, result.getValidityBuffer().capacity());
    result.setValueCount(Batch.ROWS);
    return result;
  }
}
