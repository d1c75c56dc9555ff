package org.wasmudf.arrow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;

/// Evaluates an expression by its [RowLoop], over columns wherever they lie. Confined to one
/// thread.
final class LoopEvaluation {
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final int WORD_ROWS = 64;

  private final LinearMemory memory;
  private final KernelPlan plan;
  private final boolean strict;
  private final ResultBuffers.Estimate unused = new ResultBuffers.Estimate();
  private List<Layout> layouts = List.of();
  private Optional<RowLoop> loop = Optional.empty();
  private boolean compiled;

  LoopEvaluation(LinearMemory memory, KernelPlan plan) {
    this.memory = memory;
    this.plan = plan;
    this.strict = plan.isStrict(plan.expression());
  }

  /// Whether the expression has a loop at all, whatever the columns' layout.
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
    MemorySegment[] data = new MemorySegment[buffers.size()];
    for (int i = 0; i < data.length; i++) {
      ColumnBuffers.Of column = buffers.get(i);
      data[i] = segment(column.data(), bytes(column.layout(), rows));
    }
    SqlType type = plan.expression().type();
    try (ResultBuffers result = new ResultBuffers(memory, type, rows, nulls, unused)) {
      Layout layout = Layout.of(type);
      MemorySegment values =
          segment(result.values(), layout == Layout.BIT ? wordBytes(rows) : bytes(layout, rows));
      if (found.get().run(data, values, rows) != 0) {
        return Optional.empty();
      }
      if (nulls) {
        combineValidity(buffers, rows, segment(result.validity(), wordBytes(rows)));
      }
      return Optional.of(result.toVector());
    }
  }

  private Optional<RowLoop> loop(List<ColumnBuffers.Of> buffers) {
    List<Layout> actual = buffers.stream().map(ColumnBuffers.Of::layout).toList();
    if (!compiled || !actual.equals(layouts)) {
      loop = memory.kernels().loop(plan, actual);
      layouts = actual;
      compiled = true;
    }
    return loop;
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
