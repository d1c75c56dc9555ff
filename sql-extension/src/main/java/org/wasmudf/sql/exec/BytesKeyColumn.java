package org.wasmudf.sql.exec;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;

/// Keys that are strings, binaries or 128-bit decimals. Those of up to 7 bytes are numbers with
/// their length in the top byte.
final class BytesKeyColumn implements KeyColumn {
  private static final int MAX_SHORT = 7;

  private final LongDictionary shortKeys = new LongDictionary();
  private final BytesDictionary longKeys = new BytesDictionary();

  /// Of each number: positive, the number among the short keys; negative, among the long ones.
  private int[] origins = new int[64];

  private int[] idsOfShort = new int[64];

  /// Of keys of one byte, such as flags, found without hashing.
  private final int[] idsOfByte = new int[256];

  private int[] idsOfLong = new int[64];
  private int lastId;
  private boolean sawNull;

  @Override
  public void idsOf(FieldVector column, int rows, int[] ids) {
    Selection present = Selection.notNull(column, rows);
    if (!present.isAll()) {
      sawNull = true;
      Arrays.fill(ids, 0, rows, 0);
    }
    if (column instanceof DecimalVector) {
      MemorySegment values = Segments.values(column, rows, Decimal128.BYTES);
      for (int i = 0; i < present.count(); i++) {
        int row = present.row(i);
        ids[row] = idOfLong(values, row * (long) Decimal128.BYTES, Decimal128.BYTES);
      }
      return;
    }
    BaseVariableWidthVector strings = (BaseVariableWidthVector) column;
    MemorySegment offsets = Segments.offsets(strings, rows);
    MemorySegment bytes = Segments.bytes(strings, rows);
    for (int i = 0; i < present.count(); i++) {
      int row = present.row(i);
      int start = offsets.getAtIndex(Segments.INT, row);
      int length = offsets.getAtIndex(Segments.INT, row + 1) - start;
      if (length == 1) {
        ids[row] = idOfByte(bytes.get(Segments.BYTE, start) & 0xff);
      } else if (length <= MAX_SHORT) {
        ids[row] = idOfShort(packed(bytes, start, length));
      } else {
        ids[row] = idOfLong(bytes, start, length);
      }
    }
  }

  private static long packed(MemorySegment bytes, int start, int length) {
    long key = (long) length << 56;
    for (int i = 0; i < length; i++) {
      key |= (bytes.get(Segments.BYTE, start + i) & 0xffL) << (8 * i);
    }
    return key;
  }

  private int idOfByte(int value) {
    int id = idsOfByte[value];
    if (id == 0) {
      id = idOfShort(1L << 56 | value);
      idsOfByte[value] = id;
    }
    return id;
  }

  private int idOfShort(long key) {
    int origin = shortKeys.idOf(key);
    if (origin >= idsOfShort.length) {
      idsOfShort = Arrays.copyOf(idsOfShort, 2 * origin);
    }
    if (idsOfShort[origin] == 0) {
      idsOfShort[origin] = newId(origin);
    }
    return idsOfShort[origin];
  }

  private int idOfLong(MemorySegment bytes, long start, int length) {
    int origin = longKeys.idOf(bytes, start, length);
    if (origin >= idsOfLong.length) {
      idsOfLong = Arrays.copyOf(idsOfLong, 2 * origin);
    }
    if (idsOfLong[origin] == 0) {
      idsOfLong[origin] = newId(-origin);
    }
    return idsOfLong[origin];
  }

  private int newId(int origin) {
    int id = ++lastId;
    if (id == origins.length) {
      origins = Arrays.copyOf(origins, 2 * id);
    }
    origins[id] = origin;
    return id;
  }

  @Override
  public int lastId() {
    return lastId;
  }

  @Override
  public boolean sawNull() {
    return sawNull;
  }

  @Override
  public void write(int id, FieldVector target, int row) {
    if (id == 0) {
      target.setNull(row);
      return;
    }
    byte[] value = bytes(origins[id]);
    switch (target) {
      case VarCharVector strings -> strings.setSafe(row, value);
      case VarBinaryVector binaries -> binaries.setSafe(row, value);
      case DecimalVector decimals -> Decimal128.write(decimals, row, value);
      default -> throw new IllegalArgumentException("not a key of bytes: " + target.getField());
    }
  }

  private byte[] bytes(int origin) {
    if (origin < 0) {
      return longKeys.key(-origin);
    }
    long key = shortKeys.key(origin);
    byte[] bytes = new byte[(int) (key >>> 56)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (key >>> (8 * i));
    }
    return bytes;
  }
}
