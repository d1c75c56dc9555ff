package org.wasmudf.runtime.binary;

import java.util.Arrays;
import java.util.Random;

/// Changes bytes without knowing what they mean.
final class ByteMutator {
  private static final long[] EDGES = {
    0, 1, 127, 128, 16_384, 65_536, 1 << 28, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL, 1L << 35, -1
  };

  private ByteMutator() {}

  /// A few bytes flipped, set, dropped or doubled.
  static byte[] flipped(byte[] wasm, Random random) {
    byte[] bytes = wasm.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        case 2 -> bytes[at] += (byte) (random.nextBoolean() ? 1 : -1);
        case 3 -> bytes[at] = (byte) 0xff;
        case 4 -> {
          int to = Math.min(bytes.length, at + 1 + random.nextInt(4));
          bytes = replaced(bytes, at, to, new byte[0]);
        }
        default -> {
          int from = Math.max(0, at - 1 - random.nextInt(4));
          bytes = replaced(bytes, at, at, Arrays.copyOfRange(bytes, from, at));
        }
      }
    }
    return bytes;
  }

  /// The beginning.
  static byte[] truncated(byte[] wasm, Random random) {
    return Arrays.copyOf(wasm, random.nextInt(wasm.length + 1));
  }

  /// With a stretch of another module, at a place of its own or over another stretch.
  static byte[] spliced(byte[] wasm, byte[] other, Random random) {
    int from = random.nextInt(wasm.length + 1);
    int to = Math.min(wasm.length, from + random.nextInt(64));
    int start = random.nextInt(other.length + 1);
    int end = Math.min(other.length, start + random.nextInt(64));
    return replaced(wasm, from, to, Arrays.copyOfRange(other, start, end));
  }

  /// With another number where one may stand.
  static byte[] renumbered(byte[] wasm, Random random) {
    return wasm.length == 0 ? wasm : renumbered(wasm, random.nextInt(wasm.length), random);
  }

  /// With another number in LEB128 at some place: a neighbour, an edge of some range, or the same
  /// one in more bytes than it needs.
  static byte[] renumbered(byte[] wasm, int at, Random random) {
    int end = at;
    long value = 0;
    while (end < wasm.length && end < at + 9) {
      value |= (long) (wasm[end] & 0x7f) << (7 * (end - at));
      if (wasm[end++] >= 0) {
        break;
      }
    }
    int bytes = 0;
    switch (random.nextInt(4)) {
      case 0 -> value++;
      case 1 -> value--;
      case 2 -> value = EDGES[random.nextInt(EDGES.length)];
      default -> bytes = 1 + random.nextInt(6);
    }
    return replaced(wasm, at, end, leb128(value, bytes));
  }

  private static byte[] leb128(long value, int atLeastBytes) {
    ByteWriter out = new ByteWriter();
    long rest = value;
    for (; (rest & ~0x7fL) != 0 || out.size() < atLeastBytes - 1; rest >>>= 7) {
      out.u8((int) (rest & 0x7f) | 0x80);
    }
    return out.u8((int) rest).toBytes();
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
    return new ByteWriter()
        .bytes(bytes, 0, from)
        .bytes(by)
        .bytes(bytes, to, bytes.length)
        .toBytes();
  }
}
