package org.wasmudf.arrow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.wasmudf.runtime.Guest;
import org.wasmudf.runtime.Sandbox;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.WasmModule;

/// The frame of one expression's kernels, in a data memory, and what the host writes into it.
final class CallFrame implements AutoCloseable {
  private static final MemorySegment EVERYTHING = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

  private final KernelPlan plan;
  private final LinearMemory memory;
  private final ArrowBuf buffer;
  private final ColumnBuffers.Of[] columns;
  private long portionBytes = Portions.MOST_BYTES;
  private long handedBytes;

  CallFrame(KernelPlan plan, LinearMemory memory) {
    this.plan = plan;
    this.memory = memory;
    this.columns = new ColumnBuffers.Of[plan.columns().size()];
    this.buffer = memory.allocator().buffer(plan.frameBytes());
    for (int i = 0; i < plan.constants().size(); i++) {
      buffer.setBytes(plan.constantOffset(i), plan.constants().get(i).array());
    }
  }

  long address() {
    return buffer.memoryAddress();
  }

  int offset(MemorySlots slots) {
    return slots.offset(address(), slots.slot(address()));
  }

  int word(int slot) {
    return buffer.getInt(slot);
  }

  long longWord(int slot) {
    return buffer.getLong(slot);
  }

  void setLongWord(int slot, long value) {
    buffer.setLong(slot, value);
  }

  void setWord(int slot, int value) {
    buffer.setInt(slot, value);
  }

  /// Tells the kernel where a column is.
  KernelShape.ColumnShape bind(int index, ColumnBuffers.Of column, MemorySlots slots) {
    columns[index] = column;
    boolean nullable = column.nulls() > 0;
    boolean bytes = column.layout() == Layout.BYTES;
    return new KernelShape.ColumnShape(
        column.layout(),
        nullable,
        nullable ? place(Frame.validity(index), column.validity(), slots) : 0,
        bytes ? place(Frame.offsets(index), column.offsets(), slots) : 0,
        place(Frame.data(index), column.data(), slots));
  }

  /// Tells the kernel where the result goes, and completes its shape.
  KernelShape bindResult(KernelShape shape, ResultBuffers result, MemorySlots slots) {
    int main = place(Frame.RESULT_VALIDITY, result.validity(), slots);
    place(Frame.RESULT_OFFSETS, result.values(), slots);
    int bytes = main;
    if (result.isVariableLength()) {
      bytes = place(Frame.RESULT_DATA, result.bytes(), slots);
      setWord(Frame.CAPACITY, result.capacity());
    } else {
      place(Frame.RESULT_DATA, result.values(), slots);
    }
    return new KernelShape(
        slots.regions().size(), shape.frameMemory(), shape.columns(), main, bytes, shape.tracing());
  }

  private int place(int word, long address, MemorySlots slots) {
    int slot = slots.slot(address);
    setWord(word, slots.offset(address, slot));
    return slot;
  }

  /// Copies the strings that guests get into their memories, of as many rows as fit a portion, and
  /// finds a place for the bytes by which they return NULL.
  ///
  /// @return the row after the last one that was handed over
  /// @throws UdfException MEMORY_LIMIT when a guest has no room for them
  int handOver(int from, int rows, Sandbox sandbox) {
    handedBytes = 0;
    if (plan.handed().isEmpty() && plan.nullReturning().isEmpty()) {
      return rows;
    }
    long most = Portions.bytes(sandbox.meter().tenant().limits(), portionBytes);
    int to = rows;
    while (to - from > 1 && bytes(from, to, plan.handed()) > most) {
      to = from + (to - from) / 2;
    }
    handedBytes = to - from > 1 ? bytes(from, to, plan.handed()) : 0;
    try {
      for (int i = 0; i < plan.modules().size(); i++) {
        handOver(i, from, to, sandbox.guest(plan.modules().get(i)));
      }
      return to;
    } catch (UdfException e) {
      throw to - from == 1 && e.code() == UdfErrorCode.MEMORY_LIMIT ? e.inRow(from) : e;
    }
  }

  /// Asked where memory was not enough for what was handed over last: how much that is was the
  /// host's choice, and must not be what a function fails of.
  ///
  /// @return whether portions are smaller from now on
  boolean shrinkPortions() {
    if (handedBytes <= Portions.LEAST_BYTES) {
      return false;
    }
    portionBytes = Math.max(handedBytes / 4, Portions.LEAST_BYTES);
    return true;
  }

  private void handOver(int guestIndex, int from, int to, Guest guest) {
    List<KernelPlan.Handed> strings = new ArrayList<>();
    for (KernelPlan.Handed each : plan.handed()) {
      if (each.guest() == guestIndex) {
        strings.add(each);
      }
    }
    WasmModule module = plan.modules().get(guestIndex);
    int nullBytes = plan.nullReturning().contains(module) ? 1 : 0;
    if (strings.isEmpty() && nullBytes == 0) {
      return;
    }
    long total = nullBytes + bytes(from, to, strings);
    int block = guest.hostBlock(Math.toIntExact(Math.min(total, Integer.MAX_VALUE)));
    MemorySegment target = guest.memoryBytes();
    if (nullBytes > 0) {
      setWord(plan.nullByteSlot(module), block);
    }
    int position = block + nullBytes;
    for (KernelPlan.Handed each : strings) {
      int word = Frame.handed(columns.length, plan.handed().indexOf(each));
      long length = bytes(from, to, List.of(each));
      switch (each.source()) {
        case KernelExpr.Column column -> {
          ColumnBuffers.Of source = columns[plan.columnSlot(column)];
          int start = offset(source, from);
          MemorySegment.copy(EVERYTHING, source.data() + start, target, position, length);
          setWord(word, position - start);
        }
        case KernelExpr.Literal(SqlType _, Bytes constant) -> {
          MemorySegment.copy(MemorySegment.ofArray(constant.array()), 0, target, position, length);
          setWord(word, position);
        }
        default -> setWord(word, position);
      }
      memory.countCopied(length);
      position += (int) length;
    }
  }

  private long bytes(int from, int to, List<KernelPlan.Handed> strings) {
    long total = 0;
    for (KernelPlan.Handed each : strings) {
      total +=
          switch (each.source()) {
            case KernelExpr.Column column -> {
              ColumnBuffers.Of source = columns[plan.columnSlot(column)];
              yield (long) offset(source, to) - offset(source, from);
            }
            case KernelExpr.Literal(SqlType _, Bytes constant) -> constant.length();
            default -> 0;
          };
    }
    return total;
  }

  private static int offset(ColumnBuffers.Of column, int row) {
    return EVERYTHING.get(INT, column.offsets() + (long) row * Integer.BYTES);
  }

  @Override
  public void close() {
    buffer.close();
  }
}
