package org.wasmudf.sql.exec;

import java.util.List;
import org.apache.arrow.vector.FieldVector;

/// Numbers the groups of a GROUP BY with one or more key columns.
///
/// Each column's values are numbered by themselves, then pairs of numbers are, from left to right:
/// whatever the keys' types, combining them is a look-up of 64 bits. Tables of several grouping
/// sets share the numbers of the columns' values.
final class GroupTable {
  private static final int SMALL_BITS = 5;

  private final int[] keyColumns;
  private final List<KeyColumn> keys;
  private final List<LongDictionary> pairs;

  /// For each of the pairs, the numbers of those whose parts are small, found without hashing.
  private final List<int[]> smallPairs;

  private final int[] more = new int[Batch.MAX_ROWS];

  /// @param keyColumns the places of the key columns in the batches; at least one
  /// @param keys what numbers their values
  GroupTable(int[] keyColumns, List<KeyColumn> keys) {
    this.keyColumns = keyColumns.clone();
    this.keys = List.copyOf(keys);
    this.pairs = keys.stream().skip(1).map(_ -> new LongDictionary()).toList();
    this.smallPairs = pairs.stream().map(_ -> new int[1 << (2 * SMALL_BITS)]).toList();
  }

  /// Writes the number of each row's group to `groups`.
  void groupsOf(Batch batch, int[] groups) {
    keys.getFirst().idsOf(batch.column(keyColumns[0]), batch.rows(), groups);
    for (int key = 1; key < keyColumns.length; key++) {
      keys.get(key).idsOf(batch.column(keyColumns[key]), batch.rows(), more);
      number(groups, batch.rows(), pairs.get(key - 1), smallPairs.get(key - 1));
    }
  }

  /// Writes to `groups` the number of the group that each of a finer table's groups is part of.
  ///
  /// @param finer has these keys and more, and has seen the same rows
  /// @param from its first group
  /// @param count how many
  void groupsOf(GroupTable finer, int from, int count, int[] groups) {
    finer.idsOf(keys.getFirst(), from, count, groups);
    for (int key = 1; key < keyColumns.length; key++) {
      finer.idsOf(keys.get(key), from, count, more);
      number(groups, count, pairs.get(key - 1), smallPairs.get(key - 1));
    }
  }

  /// Writes the number that a key has in each of some groups to `ids`.
  private void idsOf(KeyColumn key, int from, int count, int[] ids) {
    int place = keys.indexOf(key);
    for (int i = 0; i < count; i++) {
      int rest = from + i;
      for (int right = keys.size() - 1; right > place; right--) {
        rest = (int) (pairs.get(right - 1).key(rest) >>> 32);
      }
      ids[i] = place == 0 ? rest : (int) pairs.get(place - 1).key(rest);
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
    return pairs.isEmpty() && keys.getFirst().sawNull() ? 0 : 1;
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
