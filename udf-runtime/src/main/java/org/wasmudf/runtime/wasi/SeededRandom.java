package org.wasmudf.runtime.wasi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// SplitMix64, written out, so that no other Java release gives other numbers.
final class SeededRandom {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  /// @param seed the statement's
  /// @param call which of the statement's calls; each has numbers of its own
  SeededRandom(long seed, long call) {
    state = mix(seed) + mix(call * GOLDEN + 1);
  }

  void fill(MemorySegment bytes) {
    long word = 0;
    for (long i = 0; i < bytes.byteSize(); i++) {
      word = i % Long.BYTES == 0 ? next() : word >>> Byte.SIZE;
      bytes.set(ValueLayout.JAVA_BYTE, i, (byte) word);
    }
  }

  private long next() {
    state += GOLDEN;
    return mix(state);
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
