package org.wasmudf.sql.exec;

import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.Types.MinorType;

/// Numbers the groups of a GROUP BY with one or more key columns.
///
/// Each column's values are numbered by themselves, then pairs of numbers are, from left to right:
/// whatever the keys' types, combining them is a look-up of 64 bits.
final class GroupTable {
  private static final int SMALL_BITS = 5;

  private final int[] keyColumns;
  private final List<KeyColumn> keys;
  private final List<LongDictionary> pairs;

  /// For each of the pairs, the numbers of those whose parts are small, found without hashing.
  private final List<int[]> smallPairs;

  private final int[] more = new int[Batch.MAX_ROWS];
  private boolean sawNull;

  /// @param keyColumns the places of the key columns in the batches; at least one
  /// @param types their types
  GroupTable(int[] keyColumns, List<MinorType> types) {
    this.keyColumns = keyColumns.clone();
    this.keys = types.stream().map(KeyColumn::of).toList();
    this.pairs = types.stream().skip(1).map(_ -> new LongDictionary()).toList();
    this.smallPairs = pairs.stream().map(_ -> new int[1 << (2 * SMALL_BITS)]).toList();
  }

  /// Writes the number of each row's group to `groups`.
  void groupsOf(Batch batch, int[] groups) {
    FieldVector first = batch.column(keyColumns[0]);
    sawNull |= first.getNullCount() > 0;
    keys.getFirst().idsOf(first, batch.rows(), groups);
    for (int key = 1; key < keyColumns.length; key++) {
      keys.get(key).idsOf(batch.column(keyColumns[key]), batch.rows(), more);
      number(groups, batch.rows(), pairs.get(key - 1), smallPairs.get(key - 1));
    }
  }

  private void number(int[] groups, int rows, LongDictionary pairs, int[] small) {
    for (int row = 0; row < rows; row++) {
      int left = groups[row];
      int right = more[row];
      if ((left | right) >>> SMALL_BITS != 0) {
        groups[row] = pairs.idOf((long) left << 32 | right);
        continue;
      }
      int place = left << SMALL_BITS | right;
      if (small[place] == 0) {
        small[place] = pairs.idOf((long) left << 32 | right);
      }
      groups[row] = small[place];
    }
  }

  /// The lowest number of a group: 1, but 0 for a group whose only key is NULL.
  int firstGroup() {
    return pairs.isEmpty() && sawNull ? 0 : 1;
  }

  /// The highest number of a group so far.
  int lastGroup() {
    return pairs.isEmpty() ? keys.getFirst().lastId() : pairs.getLast().lastId();
  }

  /// Writes a group's keys into a row of as many columns.
  void write(int group, List<FieldVector> targets, int row) {
    int rest = group;
    for (int key = keyColumns.length - 1; key > 0; key--) {
      long pair = pairs.get(key - 1).key(rest);
      keys.get(key).write((int) pair, targets.get(key), row);
      rest = (int) (pair >>> 32);
    }
    keys.getFirst().write(rest, targets.getFirst(), row);
  }
}
