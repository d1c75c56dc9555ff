package org.wasmudf.runtime.wasi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// The instance that calls a host function: its memory, and the world that it sees.
///
/// Pointers and lengths are unsigned and come from the guest: nothing is touched before it has been
/// checked.
final class Caller {
  private static final ValueLayout.OfShort I16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt I32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong I64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final HostContext context;
  private @Nullable Supplier<MemorySegment> memory;
  private LongConsumer fuel = units -> {};

  Caller(HostContext context) {
    this.context = context;
  }

  void bind(Supplier<MemorySegment> itsMemory) {
    this.memory = itsMemory;
  }

  void chargeTo(LongConsumer itsFuel) {
    this.fuel = itsFuel;
  }

  HostContext context() {
    return context;
  }

  /// Charges the guest for work that the host does for it.
  void charge(long units) {
    fuel.accept(units);
  }

  /// The bytes at a pointer of the guest's.
  ///
  /// @throws MemoryFault if not all of them are within its memory
  MemorySegment bytes(long pointer, long length) {
    MemorySegment all = memory().get();
    long start = pointer & 0xFFFF_FFFFL;
    long size = length & 0xFFFF_FFFFL;
    if (start + size > all.byteSize()) {
      throw new MemoryFault();
    }
    return all.asSlice(start, size);
  }

  private Supplier<MemorySegment> memory() {
    if (memory == null) {
      throw UdfException.of(
          UdfErrorCode.GUEST_ERROR,
          "the module calls the host from its start function, or exports no memory: let it export"
              + " 'memory', and '_initialize' instead of a start function");
    }
    return memory;
  }

  static int u8(MemorySegment bytes, long offset) {
    return Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, offset));
  }

  static int u16(MemorySegment bytes, long offset) {
    return Short.toUnsignedInt(bytes.get(I16, offset));
  }

  static long u32(MemorySegment bytes, long offset) {
    return Integer.toUnsignedLong(bytes.get(I32, offset));
  }

  static long i64(MemorySegment bytes, long offset) {
    return bytes.get(I64, offset);
  }

  static void set8(MemorySegment bytes, long offset, int value) {
    bytes.set(ValueLayout.JAVA_BYTE, offset, (byte) value);
  }

  static void set16(MemorySegment bytes, long offset, int value) {
    bytes.set(I16, offset, (short) value);
  }

  static void set32(MemorySegment bytes, long offset, long value) {
    bytes.set(I32, offset, (int) value);
  }

  static void set64(MemorySegment bytes, long offset, long value) {
    bytes.set(I64, offset, value);
  }
}
