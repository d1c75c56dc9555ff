package org.wasmudf.sql.exec;

import java.util.Arrays;

/// Numbers distinct 64-bit keys, from 1, in the order in which they come. Open addressing with
/// linear probing, at most half full.
final class LongDictionary {
  private static final int INITIAL_SLOTS = 64;

  private long[] slotKeys = new long[INITIAL_SLOTS];

  /// Zero where there is no key.
  private int[] slotIds = new int[INITIAL_SLOTS];

  private long[] keysById = new long[INITIAL_SLOTS / 2];
  private int lastId;

  /// The highest number given so far.
  int lastId() {
    return lastId;
  }

  /// The key with a number.
  long key(int id) {
    return keysById[id];
  }

  /// Writes the number of each of the first `count` keys to `ids`.
  void idsOf(long[] keys, int count, int[] ids) {
    for (int i = 0; i < count; i++) {
      ids[i] = idOf(keys[i]);
    }
  }

  /// The number of a key, a new one for a new key.
  int idOf(long key) {
    int mask = slotIds.length - 1;
    int slot = slotOf(key, mask);
    while (true) {
      int id = slotIds[slot];
      if (id == 0) {
        return add(key, slot);
      }
      if (slotKeys[slot] == key) {
        return id;
      }
      slot = slot + 1 & mask;
    }
  }

  private int add(long key, int slot) {
    int id = ++lastId;
    slotKeys[slot] = key;
    slotIds[slot] = id;
    keysById[id] = key;
    if (id == keysById.length - 1) {
      grow();
    }
    return id;
  }

  private void grow() {
    int slots = Math.multiplyExact(slotIds.length, 2);
    slotKeys = new long[slots];
    slotIds = new int[slots];
    keysById = Arrays.copyOf(keysById, slots / 2);
    for (int id = 1; id <= lastId; id++) {
      int slot = slotOf(keysById[id], slots - 1);
      while (slotIds[slot] != 0) {
        slot = slot + 1 & slots - 1;
      }
      slotKeys[slot] = keysById[id];
      slotIds[slot] = id;
    }
  }

  /// One multiplication isn't enough: keys such as doubles and pairs of numbers differ in their
  /// high bits alone.
  private static int slotOf(long key, int mask) {
    long hash = (key ^ key >>> 32) * 0x9E3779B97F4A7C15L;
    hash = (hash ^ hash >>> 29) * 0xBF58476D1CE4E5B9L;
    return (int) (hash >>> 32) & mask;
  }
}
