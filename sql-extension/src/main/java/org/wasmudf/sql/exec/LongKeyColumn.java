package org.wasmudf.sql.exec;

import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;

/// Keys of at most 64 bits. As in comparisons, -0.0 is 0.0; and all NaN are one key.
final class LongKeyColumn implements KeyColumn {
  private final LongDictionary dictionary = new LongDictionary();
  private final long[] keys = new long[Batch.MAX_ROWS];
  private boolean sawNull;

  @Override
  public void idsOf(FieldVector column, int rows, int[] ids) {
    Selection present = Selection.notNull(column, rows);
    LongValues.read(column, rows, present, keys);
    if (column instanceof Float4Vector || column instanceof Float8Vector) {
      unifyFloats(present.count());
    }
    if (present.isAll()) {
      dictionary.idsOf(keys, rows, ids);
      return;
    }
    sawNull = true;
    Arrays.fill(ids, 0, rows, 0);
    for (int i = 0; i < present.count(); i++) {
      ids[present.row(i)] = dictionary.idOf(keys[i]);
    }
  }

  private void unifyFloats(int count) {
    for (int i = 0; i < count; i++) {
      keys[i] = Double.doubleToLongBits(Double.longBitsToDouble(keys[i]) + 0.0);
    }
  }

  @Override
  public int lastId() {
    return dictionary.lastId();
  }

  @Override
  public boolean sawNull() {
    return sawNull;
  }

  @Override
  public void write(int id, FieldVector target, int row) {
    if (id == 0) {
      target.setNull(row);
    } else {
      LongValues.write(target, row, dictionary.key(id));
    }
  }
}
