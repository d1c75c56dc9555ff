package org.wasmudf.arrow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// Evaluates an expression by its [RowLoop], over columns wherever they lie. Confined to one
/// thread.
final class LoopEvaluation {
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final int WORD_ROWS = 64;

  private final LinearMemory memory;
  private final KernelPlan plan;
  private final boolean strict;
  private final ResultBuffers.Estimate unused = new ResultBuffers.Estimate();
  private final Chunk result;
  private final @Nullable Chunk[] copies;
  private @Nullable Compiled last;

  /// The loop of the last batch, which the next one most likely uses again.
  private record Compiled(List<Layout> layouts, Optional<RowLoop> loop) {}

  LoopEvaluation(LinearMemory memory, KernelPlan plan) {
    this.memory = memory;
    this.plan = plan;
    this.strict = plan.isStrict(plan.expression());
    this.result = Chunk.of(plan.expression().type());
    this.copies = new @Nullable Chunk[plan.columns().size()];
  }

  /// Whether the built-in parts of the expression can be in a loop.
  static boolean takes(KernelPlan plan) {
    return RowExpressionWriter.takes(plan.expression());
  }

  /// Evaluates a batch.
  ///
  /// @param rows at least one
  /// @return a new vector, the caller's; or nothing, when a row fails or there is no loop for such
  ///   columns
  Optional<FieldVector> evaluate(List<? extends FieldVector> columns, int rows) {
    List<ColumnBuffers.Of> buffers = new ArrayList<>(plan.columns().size());
    boolean nulls = false;
    for (KernelExpr.Column each : plan.columns()) {
      ColumnBuffers.Of column = ColumnBuffers.inPlace(columns.get(each.index()), each.type(), rows);
      nulls |= column.nulls() > 0;
      buffers.add(column);
    }
    if (nulls && !strict) {
      return Optional.empty();
    }
    Optional<RowLoop> found = loop(buffers);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    SqlType type = plan.expression().type();
    try (ResultBuffers buffer =
        new ResultBuffers(memory, type, rows, nulls, unused, ResultBuffers.LARGEST_BYTES)) {
      MemorySegment values = segment(buffer.values(), resultBytes(Layout.of(type), rows));
      if (!run(found.get(), buffers, rows, values)) {
        return Optional.empty();
      }
      if (nulls) {
        combineValidity(buffers, rows, segment(buffer.validity(), wordBytes(rows)));
      }
      return Optional.of(buffer.toVector(rows));
    }
  }

  private Optional<RowLoop> loop(List<ColumnBuffers.Of> buffers) {
    List<Layout> actual = buffers.stream().map(ColumnBuffers.Of::layout).toList();
    Compiled known = last;
    if (known == null || !known.layouts().equals(actual)) {
      known = new Compiled(actual, memory.kernels(plan).loop(plan, actual));
      last = known;
      for (int i = 0; i < copies.length; i++) {
        boolean isCopied = RowExpressionWriter.isCopied(actual.get(i));
        copies[i] = isCopied ? Chunk.of(plan.columns().get(i).type()) : null;
      }
    }
    return known.loop();
  }

  /// @return whether all rows have a value
  private boolean run(
      RowLoop found, List<ColumnBuffers.Of> buffers, int rows, MemorySegment values) {
    List<MemorySegment> data =
        buffers.stream().map(each -> segment(each.data(), bytes(each.layout(), rows))).toList();
    Object[] columns = data.toArray();
    for (int from = 0; from < rows; from += Chunk.ROWS) {
      int count = Math.min(Chunk.ROWS, rows - from);
      for (int i = 0; i < columns.length; i++) {
        Chunk copy = copies[i];
        if (copy != null) {
          copy.read(data.get(i), from, count);
          columns[i] = copy.values();
        }
      }
      if (found.run(columns, from, count, result.values()) != 0) {
        return false;
      }
      result.write(values, from, count);
    }
    return true;
  }

  private static void combineValidity(
      List<ColumnBuffers.Of> buffers, int rows, MemorySegment result) {
    result.fill((byte) -1);
    for (ColumnBuffers.Of each : buffers) {
      if (each.nulls() > 0) {
        MemorySegment bitmap = segment(each.validity(), bytes(Layout.BIT, rows));
        for (long i = 0; i < bitmap.byteSize(); i++) {
          result.set(BYTE, i, (byte) (result.get(BYTE, i) & bitmap.get(BYTE, i)));
        }
      }
    }
  }

  private static long resultBytes(Layout layout, int rows) {
    return layout == Layout.BIT ? wordBytes(rows) : bytes(layout, rows);
  }

  private static long bytes(Layout layout, int rows) {
    return layout == Layout.BIT ? (rows + 7) / 8 : (long) rows * layout.width();
  }

  private static long wordBytes(int rows) {
    return (rows + WORD_ROWS - 1L) / WORD_ROWS * Long.BYTES;
  }

  @SuppressWarnings("restricted") // The vector has been asked how long its buffer is.
  private static MemorySegment segment(long address, long bytes) {
    return MemorySegment.ofAddress(address).reinterpret(bytes);
  }
}
