package org.wasmudf.sql.exec;

import java.lang.foreign.MemorySegment;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;

/// Copies the selected rows of a column, close together, into a new one.
final class Gather {
  private Gather() {}

  /// A new vector, the caller's to close.
  static FieldVector copy(
      FieldVector source, int rowCount, Selection selection, BufferAllocator allocator) {
    FieldVector target = source.getField().createVector(allocator);
    try {
      switch (target) {
        case BaseVariableWidthVector strings ->
            copyStrings((BaseVariableWidthVector) source, rowCount, selection, strings);
        case BaseFixedWidthVector values -> copyValues(source, rowCount, selection, values);
        default -> {
          copyNested(source, selection, target);
          return target;
        }
      }
      copyValidity(source, rowCount, selection, target);
      target.setValueCount(selection.count());
      return target;
    } catch (RuntimeException | Error e) {
      target.close();
      throw e;
    }
  }

  private static void copyNested(FieldVector source, Selection selection, FieldVector target) {
    int[] rows = new int[selection.count()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = selection.row(i);
    }
    NestedCopy.copy(source, rows, target);
    target.setValueCount(rows.length);
  }

  private static void copyValues(
      FieldVector source, int rowCount, Selection selection, BaseFixedWidthVector target) {
    int count = selection.count();
    target.allocateNew(count);
    if (source instanceof BitVector bits) {
      copyBits(Segments.bits(bits, rowCount), selection, Segments.bits((BitVector) target, count));
      return;
    }
    int width = target.getTypeWidth();
    MemorySegment from = Segments.values(source, rowCount, width);
    MemorySegment to = Segments.values(target, count, width);
    switch (width) {
      case 1 -> {
        for (int i = 0; i < count; i++) {
          to.set(Segments.BYTE, i, from.get(Segments.BYTE, selection.row(i)));
        }
      }
      case 2 -> {
        for (int i = 0; i < count; i++) {
          to.setAtIndex(Segments.SHORT, i, from.getAtIndex(Segments.SHORT, selection.row(i)));
        }
      }
      case 4 -> {
        for (int i = 0; i < count; i++) {
          to.setAtIndex(Segments.INT, i, from.getAtIndex(Segments.INT, selection.row(i)));
        }
      }
      case 8 -> {
        for (int i = 0; i < count; i++) {
          to.setAtIndex(Segments.LONG, i, from.getAtIndex(Segments.LONG, selection.row(i)));
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          long start = (long) selection.row(i) * width;
          MemorySegment.copy(from, start, to, (long) i * width, width);
        }
      }
    }
  }

  private static void copyBits(MemorySegment from, Selection selection, MemorySegment to) {
    for (int i = 0; i < selection.count(); i++) {
      int bit = Segments.bit(from, selection.row(i)) << (i & 7);
      to.set(Segments.BYTE, i >> 3, (byte) (to.get(Segments.BYTE, i >> 3) | bit));
    }
  }

  private static void copyStrings(
      BaseVariableWidthVector source,
      int rowCount,
      Selection selection,
      BaseVariableWidthVector target) {
    int count = selection.count();
    MemorySegment fromOffsets = Segments.offsets(source, rowCount);
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      int row = selection.row(i);
      bytes +=
          fromOffsets.getAtIndex(Segments.INT, row + 1) - fromOffsets.getAtIndex(Segments.INT, row);
    }
    target.allocateNew(bytes, count);
    MemorySegment from = Segments.bytes(source, rowCount);
    MemorySegment offsets = Segments.offsets(target, count);
    MemorySegment to = Segments.all(target.getDataBuffer());
    int end = 0;
    offsets.setAtIndex(Segments.INT, 0, 0);
    for (int i = 0; i < count; i++) {
      int row = selection.row(i);
      int start = fromOffsets.getAtIndex(Segments.INT, row);
      int length = fromOffsets.getAtIndex(Segments.INT, row + 1) - start;
      MemorySegment.copy(from, start, to, end, length);
      end += length;
      offsets.setAtIndex(Segments.INT, i + 1, end);
    }
    target.setLastSet(count - 1);
  }

  private static void copyValidity(
      FieldVector source, int rowCount, Selection selection, FieldVector target) {
    MemorySegment to = Segments.validity(target, selection.count());
    if (source.getNullCount() == 0) {
      to.fill((byte) -1);
    } else {
      to.fill((byte) 0);
      copyBits(Segments.validity(source, rowCount), selection, to);
    }
  }
}
