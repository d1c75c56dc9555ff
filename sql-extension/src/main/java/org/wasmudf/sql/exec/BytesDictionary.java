package org.wasmudf.sql.exec;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/// Numbers distinct byte strings, from 1, in the order in which they come, and keeps copies of
/// them.
///
/// The hash has a secret seed, so that nobody can store strings that all meet in one slot.
final class BytesDictionary {
  private static final int INITIAL_SLOTS = 64;
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final long seed = ThreadLocalRandom.current().nextLong() | 1;
  private int[] slotIds = new int[INITIAL_SLOTS];
  private int[] hashes = new int[INITIAL_SLOTS / 2];
  private int[] ends = new int[INITIAL_SLOTS / 2];
  private byte[] heap = new byte[1024];
  private int lastId;

  /// A copy of the key with a number.
  byte[] key(int id) {
    return Arrays.copyOfRange(heap, ends[id - 1], ends[id]);
  }

  /// The number of a key, a new one for a new key.
  int idOf(MemorySegment bytes, long start, int length) {
    int hash = hash(bytes, start, length);
    int mask = slotIds.length - 1;
    int slot = hash & mask;
    while (true) {
      int id = slotIds[slot];
      if (id == 0) {
        return add(bytes, start, length, hash, slot);
      }
      if (hashes[id] == hash && equals(id, bytes, start, length)) {
        return id;
      }
      slot = slot + 1 & mask;
    }
  }

  private boolean equals(int id, MemorySegment bytes, long start, int length) {
    int from = ends[id - 1];
    int to = ends[id];
    return to - from == length
        && MemorySegment.mismatch(
                MemorySegment.ofArray(heap), from, to, bytes, start, start + length)
            < 0;
  }

  private int add(MemorySegment bytes, long start, int length, int hash, int slot) {
    int id = ++lastId;
    int from = ends[id - 1];
    if (length > MAX_BYTES - from) {
      throw new IllegalStateException(
          "the keys of GROUP BY are longer than 2 GiB together: group by a shorter expression");
    }
    int to = from + length;
    if (to > heap.length) {
      heap = Arrays.copyOf(heap, (int) Math.min(MAX_BYTES, Math.max(to, 2L * heap.length)));
    }
    MemorySegment.copy(bytes, Segments.BYTE, start, heap, from, length);
    ends[id] = to;
    hashes[id] = hash;
    slotIds[slot] = id;
    if (id == hashes.length - 1) {
      grow();
    }
    return id;
  }

  private void grow() {
    int slots = Math.multiplyExact(slotIds.length, 2);
    slotIds = new int[slots];
    hashes = Arrays.copyOf(hashes, slots / 2);
    ends = Arrays.copyOf(ends, slots / 2);
    for (int id = 1; id <= lastId; id++) {
      int slot = hashes[id] & slots - 1;
      while (slotIds[slot] != 0) {
        slot = slot + 1 & slots - 1;
      }
      slotIds[slot] = id;
    }
  }

  private int hash(MemorySegment bytes, long start, int length) {
    long hash = seed ^ length;
    long end = start + length;
    long at = start;
    for (; at + 8 <= end; at += 8) {
      hash = mixed(hash, bytes.get(Segments.LONG, at));
    }
    long rest = 0;
    for (int shift = 0; at < end; at++, shift += 8) {
      rest |= (bytes.get(Segments.BYTE, at) & 0xffL) << shift;
    }
    hash = mixed(hash, rest);
    return (int) (hash >>> 32);
  }

  private static long mixed(long hash, long word) {
    long product = (hash ^ word) * MULTIPLIER;
    return product ^ Math.unsignedMultiplyHigh(hash ^ word, MULTIPLIER) ^ product >>> 29;
  }
}
