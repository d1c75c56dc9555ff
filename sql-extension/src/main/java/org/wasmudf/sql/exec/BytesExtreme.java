package org.wasmudf.sql.exec;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/// MIN or MAX of strings or binaries, in the order in which Java compares strings, as the rest of
/// the query does.
final class BytesExtreme implements Accumulator.OfColumn {
  private final boolean max;
  private final boolean text;
  private byte[][] best = new byte[1][];
  private boolean[] present = new boolean[1];

  /// @param max whether the greatest is wanted
  /// @param text whether the bytes are UTF-8, ordered as Java's strings are
  BytesExtreme(boolean max, boolean text) {
    this.max = max;
    this.text = text;
  }

  @Override
  public void reserve(int lastGroup) {
    if (lastGroup >= best.length) {
      best = Arrays.copyOf(best, Math.max(lastGroup + 1, 2 * best.length));
      present = Arrays.copyOf(present, best.length);
    }
  }

  @Override
  public void add(FieldVector column, int rowCount, Selection selection, int @Nullable [] groups) {
    BaseVariableWidthVector strings = (BaseVariableWidthVector) column;
    MemorySegment offsets = Segments.offsets(strings, rowCount);
    MemorySegment bytes = Segments.bytes(strings, rowCount);
    for (int i = 0; i < selection.count(); i++) {
      int row = selection.row(i);
      int group = groups == null ? 0 : groups[row];
      int start = offsets.getAtIndex(Segments.INT, row);
      int end = offsets.getAtIndex(Segments.INT, row + 1);
      if (isBetter(bytes, start, end, group)) {
        best[group] = bytes.asSlice(start, end - start).toArray(Segments.BYTE);
        present[group] = true;
      }
    }
  }

  @Override
  public void merge(Accumulator other, int from, int count, int[] groups) {
    BytesExtreme finer = (BytesExtreme) other;
    for (int i = 0; i < count; i++) {
      byte[] value = finer.best[from + i];
      if (finer.present[from + i]
          && isBetter(MemorySegment.ofArray(value), 0, value.length, groups[i])) {
        best[groups[i]] = value;
        present[groups[i]] = true;
      }
    }
  }

  private boolean isBetter(MemorySegment bytes, int start, int end, int group) {
    if (!present[group]) {
      return true;
    }
    int order = compare(bytes, start, end, best[group]);
    return max ? order > 0 : order < 0;
  }

  private int compare(MemorySegment bytes, int start, int end, byte[] known) {
    int length = end - start;
    long at =
        MemorySegment.mismatch(bytes, start, end, MemorySegment.ofArray(known), 0, known.length);
    if (at < 0) {
      return 0;
    }
    if (at >= length || at >= known.length) {
      return Integer.compare(length, known.length);
    }
    int left = bytes.get(Segments.BYTE, start + at) & 0xff;
    int right = known[(int) at] & 0xff;
    return text ? Integer.compare(utf16Order(left), utf16Order(right)) : left - right;
  }

  /// Where two UTF-8 strings first differ, the order of their UTF-16 forms: four-byte characters
  /// are surrogates there, which come before U+E000 to U+FFFF, whose first byte is EE or EF.
  private static int utf16Order(int first) {
    return first == 0xee || first == 0xef ? first + 0x100 : first;
  }

  @Override
  public void write(int group, FieldVector target, int row) {
    if (!present[group]) {
      target.setNull(row);
      return;
    }
    byte[] value = best[group];
    switch (target) {
      case VarCharVector strings -> strings.setSafe(row, value);
      case VarBinaryVector binaries -> binaries.setSafe(row, value);
      default -> throw new IllegalArgumentException("not bytes: " + target.getField());
    }
  }
}
